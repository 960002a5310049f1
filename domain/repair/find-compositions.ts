import type { Reason } from '../schema/changes.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import type { FieldShape } from './rename-features.ts';
import { nameTokens } from './tokens.ts';

/** One field that became several (`split`), or several that became one (`merge`). */
export interface Composition {
  readonly kind: 'split' | 'merge';
  /** The lost fields; for a merge in the order in which they stand in the whole. */
  readonly from: readonly string[];
  /** The new fields; for a split in the order in which they stood in the whole. */
  readonly to: readonly string[];
  /** What stands between the parts. */
  readonly separator: string;
  /** Probability, 0–1. Chosen by hand where only names speak, since no labelled cases are to be had. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

/** Values of the same record keys: the whole and its parts. */
export interface CompositionRow {
  readonly whole: string;
  readonly parts: readonly (string | null)[];
}

/** Gives such rows for a whole and its parts, where values are at hand. */
export type RowsOf = (whole: string, parts: readonly string[]) => readonly CompositionRow[];

interface Pattern {
  readonly whole: readonly string[];
  /** In the order in which they stand in the whole; those in brackets may be missing. */
  readonly parts: readonly string[];
  readonly separators: readonly string[];
}

const person = ['fullname', 'name', 'displayname'];
const patterns: readonly Pattern[] = [
  { whole: person, parts: ['firstname', 'lastname'], separators: [' '] },
  { whole: person, parts: ['lastname', 'firstname'], separators: [', '] },
  {
    whole: ['address', 'street address'],
    parts: ['street', 'city', 'state', 'postalcode', 'country'],
    separators: [', ', '\n', ' '],
  },
  {
    whole: ['address'],
    parts: ['address line', 'city', 'state', 'postalcode', 'country'],
    separators: [', ', '\n', ' '],
  },
  { whole: ['timestamp', 'date time', 'time'], parts: ['date', 'time'], separators: [' ', 'T'] },
  {
    whole: ['location', 'coordinates', 'position'],
    parts: ['latitude', 'longitude'],
    separators: [',', ', ', ' '],
  },
];

const fewestParts = 2;
const byNames = 0.55;
const mostByNames = 0.8;

/** The name's words without what whole and parts have in common (`contact_name` → `contact_first_name`). */
const core = (name: string, object: ReadonlySet<string>): string =>
  nameTokens(name)
    .filter((word) => !object.has(word))
    .join(' ');

const endsAlike = (name: string, wanted: string): boolean => name === wanted || name.endsWith(` ${wanted}`);

interface Side {
  readonly ones: readonly FieldShape[];
  readonly others: readonly FieldShape[];
  readonly object: ReadonlySet<string>;
}

interface Found {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly separators: readonly string[];
}

/** Every whole among `ones` with at least two of its parts among `others`. */
function candidates({ ones, others, object }: Side): Found[] {
  const cores = others.map(({ name }) => ({ name, core: core(name, object) }));
  return ones.flatMap(({ name }) => {
    const whole = core(name, object) === '' ? nameTokens(name).join(' ') : core(name, object);
    return patterns.flatMap((pattern): Found[] => {
      if (!pattern.whole.some((wanted) => endsAlike(whole, wanted))) return [];
      const parts = pattern.parts.flatMap((part) => {
        const found = cores.find((each) => endsAlike(each.core, part));
        return found === undefined ? [] : [found.name];
      });
      return parts.length < fewestParts ? [] : [{ whole: name, parts, separators: pattern.separators }];
    });
  });
}

const fewestRows = 5;

/** The separator that puts most rows together again, and the share of rows that it does. */
function bestSeparator(found: Found, rows: readonly CompositionRow[]): { separator: string; share: number } {
  const shares = found.separators.map((separator) => {
    const right = rows.filter(({ whole, parts }) => parts.filter(Boolean).join(separator) === whole).length;
    return { separator, share: right / rows.length };
  });
  return shares.reduce((best, each) => (each.share > best.share ? each : best), {
    separator: found.separators[0] ?? ' ',
    share: 0,
  });
}

function weigh(
  found: Found,
  rows: readonly CompositionRow[],
): Pick<Composition, 'separator' | 'confidence' | 'reasons'> {
  const named: Reason = {
    signal: 'names',
    weight: 0.2,
    text: `${found.parts.join(', ')} are parts of a ${found.whole}`,
  };
  const separator = found.separators[0] ?? ' ';
  if (rows.length < fewestRows) {
    const confidence = Math.min(mostByNames, byNames + 0.1 * (found.parts.length - 1));
    return { separator, confidence, reasons: [named] };
  }
  const best = bestSeparator(found, rows);
  const text = `the parts put together give the whole in ${Math.round(best.share * 100)} % of ${rows.length} records`;
  const certainty = 1 - 1 / (rows.length + 1);
  const reasons = [{ signal: 'same records', weight: 6 * best.share - 3, text }, named];
  return { separator: best.separator, confidence: best.share * certainty, reasons };
}

/**
 * Finds fields that were cut up or put together: a full name and its first and last name, an address and its lines.
 * With values of the same records it is their agreement that counts; by names alone it is never certain.
 */
export function findCompositions(
  object: string,
  lost: readonly FieldShape[],
  fresh: readonly FieldShape[],
  rowsOf: RowsOf = () => [],
): Composition[] {
  const words = new Set(nameTokens(object));
  const splits = candidates({ ones: lost, others: fresh, object: words }).map((found): Composition => ({
    kind: 'split',
    from: [found.whole],
    to: found.parts,
    ...weigh(found, rowsOf(found.whole, found.parts)),
  }));
  const merges = candidates({ ones: fresh, others: lost, object: words }).map((found): Composition => ({
    kind: 'merge',
    from: found.parts,
    to: [found.whole],
    ...weigh(found, rowsOf(found.whole, found.parts)),
  }));
  const seen = new Set<string>();
  return [...splits, ...merges]
    .sort((a, b) => b.confidence - a.confidence || byCodeUnit(a.from.join(), b.from.join()))
    .filter(({ kind, from, to }) => {
      const whole = JSON.stringify([kind, kind === 'split' ? from : to]);
      return seen.has(whole) ? false : seen.add(whole);
    });
}
