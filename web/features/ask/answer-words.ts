import type { Schemas } from '../../lib/api-client';

type CellType = Schemas['AnswerFigure']['type'];

/** What a question and a tile of a dashboard have in common. */
export type Answer = Pick<
  Schemas['DashboardTile'],
  | 'outcome'
  | 'sentence'
  | 'notes'
  | 'figures'
  | 'table'
  | 'chart'
  | 'citations'
  | 'records'
  | 'query'
  | 'freshness'
>;

const grouped = (whole: string): string => whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Decimals are text, and stay text: a double would change large amounts. */
const rounded = (value: string, places: number): string => {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const up = fraction.charAt(places) >= '5' ? 1n : 0n;
  const text = String(digits + up).padStart(places + 1, '0');
  const cut = text.length - places;
  const shown = places === 0 ? grouped(text) : `${grouped(text.slice(0, cut))}.${text.slice(cut)}`;
  return value.startsWith('-') ? `−${shown}` : shown;
};

const isDecimal = (value: string): boolean => /^-?\d+(?:\.\d+)?$/.test(value);

/** A figure as people read it; what is no figure stays as it is. */
export const cellWords = (value: unknown, type: CellType, currency: string | null = null): string => {
  if (value === null || value === undefined || value === '') return '–';
  const text =
    typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (!isDecimal(text)) return text;
  if (type === 'money') return `${rounded(text, 2)}${currency === null ? '' : ` ${currency}`}`;
  if (type === 'ratio') return `${(Number(text) * 100).toFixed(1)} %`;
  return type === 'count' ? rounded(text, 0) : text;
};

export const isNumeric = (type: CellType): boolean =>
  type === 'money' || type === 'ratio' || type === 'count';

export const entityWords = (entity: string): string => entity.replaceAll('_', ' ');
