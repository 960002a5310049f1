/** Gives a file to the browser to keep; answers come with a bearer, so a plain link would not do. */
export const saveFile = (file: Blob, name: string): void => {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** The same for a text of this media type. */
export const saveText = (text: string, type: string, name: string): void => {
  saveFile(new Blob([text], { type }), name);
};

/** A spreadsheet takes such a text for a formula and runs it; behind an apostrophe it stays a text, as in our exports. */
const formula = /^[=+\-@\t\r]/;

const cellOf = (value: string | number): string => {
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV (RFC 4180). */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
