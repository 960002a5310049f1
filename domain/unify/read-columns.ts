import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { Cell } from '../json.ts';
import { suggestFields } from '../repair/suggest-fields.ts';
import { nameTokens } from '../repair/tokens.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import type { Extra, ExtraKind, UnifiedEntity } from './plan.ts';
import { planFor } from './plan-for.ts';

/** A column of a file, with a few of its values. */
export interface GivenColumn {
  readonly name: string;
  readonly samples: readonly Cell[];
}

/** What the columns of a file are. */
export interface ColumnRoles {
  /** Column per canonical field that unification reads. */
  readonly fields: ReadonlyMap<string, string>;
  /** The column that names the source of each record, where there is one. */
  readonly source: string | null;
  /** The others, which might tell records apart. */
  readonly others: readonly string[];
}

/** Below this a column is not taken for a canonical field. */
const sureEnough = 0.5;
const sourceNames = new Set(['source', 'sourcesystem', 'sourcename', 'datasource', 'system', 'origin']);
/** Fields that refer to other records by ids that only one source knows: nothing to compare files by. */
const references = new Set(['account_id']);
/** Words of columns that number or time records, and say nothing about what they are. */
const aboutRecords = new Set(
  'id ids uid uuid guid key index row rownum created updated modified deleted inserted timestamp etag owner'.split(
    ' ',
  ),
);

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** One name for the same column of several files. */
export const extraName = (column: string): string => nameTokens(column).join('_');

/** Finds out what the columns of a file are, by the matcher of mappings. Free of the columns' order. */
export function readColumnRoles(
  entity: UnifiedEntity,
  object: string,
  columns: readonly GivenColumn[],
  named: { readonly id?: string | undefined; readonly source?: string | undefined } = {},
): ColumnRoles {
  const source = named.source ?? columns.find(({ name }) => sourceNames.has(plain(name)))?.name ?? null;
  const free = columns.filter(({ name }) => name !== named.id && name !== source);
  const wanted = new Set(planFor(entity).inputs.filter((name) => !references.has(name)));
  const found = suggestFields({
    object,
    entity: canonicalEntities[entity],
    fields: free.map(({ name, samples }) => ({ name, type: undefined, samples })),
  });
  const fields = new Map<string, string>();
  const taken = new Set<string>();
  for (const { source: column, field, confidence } of found) {
    if (field === null || confidence < sureEnough) continue;
    taken.add(column);
    if (wanted.has(field)) fields.set(field, column);
  }
  const others = free
    .map(({ name }) => name)
    .filter((name) => !taken.has(name) && !nameTokens(name).some((word) => aboutRecords.has(word)));
  return { fields, source, others };
}

/** What the values of a column outside the canonical model look like, over all records. */
export interface ColumnStatistics {
  readonly column: string;
  readonly records: number;
  readonly filled: number;
  readonly distinct: number;
  /** Values that can be read as a date, as a number. */
  readonly dates: number;
  readonly numbers: number;
  readonly meanLength: number;
}

const mostExtras = 6;

const kindOf = ({ filled, dates, numbers }: ColumnStatistics): ExtraKind =>
  dates >= 0.9 * filled ? 'date' : numbers >= 0.9 * filled ? 'number' : 'text';

/** A column worth comparing: filled often enough, neither one value nor flags, and no long prose. */
const tells = ({ records, filled, distinct, meanLength }: ColumnStatistics): boolean =>
  filled >= 0.1 * records && distinct >= 5 && meanLength <= 60;

/** Chooses the columns outside the canonical model that are compared too, the most telling ones first. */
export function chooseExtras(statistics: readonly ColumnStatistics[]): Extra[] {
  const worth = ({ records, distinct, filled }: ColumnStatistics): number =>
    (distinct / Math.max(1, filled)) * (filled / Math.max(1, records));
  return statistics
    .filter(tells)
    .sort((a, b) => worth(b) - worth(a) || byCodeUnit(a.column, b.column))
    .slice(0, mostExtras)
    .map((column) => ({
      column: column.column,
      kind: kindOf(column),
      telling: kindOf(column) !== 'number' && column.distinct >= 0.1 * column.filled,
    }));
}
