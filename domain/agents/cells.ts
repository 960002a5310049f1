import { decimalText } from '../canonical/decimal.ts';
import type { Answers, Row } from './finding.ts';

/** The rows of a question; none where it was not asked. */
export const rowsOf = (answers: Answers, name: string): readonly Row[] => answers[name] ?? [];

/** A cell as text; empty where there is nothing. */
export const textAt = (row: Row, column: string): string => {
  const value = row[column];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};

/** A cell as a number, also where a large or exact one came as text; null where there is none. */
export const numberAt = (row: Row, column: string): number | null => {
  const value = row[column];
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

/** Exact money in the canonical form; empty where there is none. */
export const decimalAt = (row: Row, column: string): string => {
  const text = textAt(row, column);
  return decimalText(text) ?? text;
};

/** A count; zero where there is none. */
export const countAt = (row: Row, column: string): number => numberAt(row, column) ?? 0;

/** Ids that a question has put together as the JSON text of a list. */
export const idsAt = (row: Row, column: string): readonly string[] => {
  const parsed: unknown = JSON.parse(textAt(row, column) || '[]');
  return Array.isArray(parsed) ? parsed.filter((each): each is string => typeof each === 'string') : [];
};

/** Money for people: two decimals and the currency, where there is one. */
export const moneyText = (amount: string | number, currency: string): string => {
  const [whole = '0', fraction = ''] = Number(amount).toFixed(2).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${grouped}.${fraction} ${currency === '' ? '(no currency)' : currency}`;
};

/** A share from 0 to 1 as a percentage without decimals. */
export const shareText = (share: number): string => `${Math.round(share * 100)} %`;

/** Rounded to so many decimals, so that JSON writes the same number everywhere. */
export const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** A number of things with its noun. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
