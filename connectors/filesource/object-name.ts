/** Where an object stands: a file, and for workbooks the sheet in it. */
export interface Place {
  readonly file: string;
  readonly sheet: string | null;
}

/** `accounts.csv` → the file; `book.xlsx#Orders` → its sheet. */
export function placeOf(objectName: string): Place {
  const found = /^(.*?\.xlsx)#(.*)$/is.exec(objectName);
  const [, file, sheet] = found ?? [];
  return file === undefined || sheet === undefined ? { file: objectName, sheet: null } : { file, sheet };
}

export const objectName = ({ file, sheet }: Place): string => (sheet === null ? file : `${file}#${sheet}`);
