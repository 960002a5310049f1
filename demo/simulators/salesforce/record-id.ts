const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

const base62 = (value: number): string => {
  const rest = Math.floor(value / 62);
  return (rest === 0 ? '' : base62(rest)) + (digits[value % 62] ?? '');
};

/** Adds the three characters that make a 15-character id safe in systems that ignore case. */
export const withChecksum = (id: string): string => {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = Array.from(id.slice(start, start + 5), (letter, at) => (/[A-Z]/.test(letter) ? 1 << at : 0));
    return checks[bits.reduce((sum, bit) => sum + bit, 0)] ?? '';
  });
  return id + suffix.join('');
};

/** The `number`th 18-character id of an object; `instance` are the two characters that tell orgs apart. */
export const recordId = (keyPrefix: string, instance: string, number: number): string =>
  withChecksum(`${keyPrefix}${instance}${base62(number).padStart(10, '0')}`);

/** True for the shape of an id, 15 or 18 characters. */
export const isRecordId = (text: string): boolean => /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);
