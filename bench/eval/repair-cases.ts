import type { Json } from '../../domain/json.ts';
import type { FieldRule, Mapping } from '../../domain/mapping/types.ts';
import { ObjectSketch } from '../../domain/profile/object-sketch.ts';
import type { ObjectProfile } from '../../domain/profile/profile.ts';
import type { RecordPair } from '../../domain/repair/record-pairs.ts';
import type { ShapeProfiles } from '../../domain/repair/rename-evidence.ts';
import type { FieldType, SourceObject } from '../../domain/schema/types.ts';
import { chance, oneOf, shuffled } from './chance.ts';
import { fieldPath } from '../../domain/repair/lost-sources.ts';
import { lookalikeOf, renamers } from './renamers.ts';
import { typeOf } from './value-cases.ts';
import type { Column, Table } from './value-cases.ts';

/** What is at hand when a repair is proposed. */
export const situations = ['the same records', 'values of other records', 'names and types alone'] as const;
export type Situation = (typeof situations)[number];

/** A table whose columns were renamed, retyped, dropped and added at once, with the mapping that reads it. */
export interface RepairCase {
  readonly situation: Situation;
  readonly baseline: SourceObject;
  readonly current: SourceObject;
  readonly mapping: Mapping;
  /** What the product may see of it. */
  readonly pairs: readonly RecordPair[];
  readonly profiles: ShapeProfiles;
  /** Every record, for the judge alone. */
  readonly all: readonly RecordPair[];
  /** Lost path → where it stands now; lost paths that are not in it are gone. */
  readonly truth: ReadonlyMap<string, string>;
}

const textFields = [
  'name',
  'industry',
  'description',
  'billing_city',
  'billing_street',
  'owner_id',
  'parent_id',
];

const ruleOf = (column: string): FieldRule => ({
  from: [fieldPath(column)],
  transforms: [],
  required: false,
});

/** An account that reads texts as texts and one amount as its revenue. */
const mappingOf = (table: string, columns: readonly Column[]): Mapping => {
  const amounts = columns.filter((column) => typeOf(column) === 'decimal').slice(0, 1);
  const texts = columns.filter((column) => !amounts.includes(column)).slice(0, textFields.length);
  return {
    system: 'supabase',
    object: table,
    entity: 'account',
    version: 1,
    key: ['id'],
    changeField: null,
    where: [],
    fields: {
      ...Object.fromEntries(texts.map(({ name }, at) => [textFields[at] ?? '', ruleOf(name)])),
      ...Object.fromEntries(amounts.map(({ name }) => ['annual_revenue', ruleOf(name)])),
    },
  };
};

interface Turned {
  readonly column: Column;
  readonly type: FieldType;
}

/** An amount as text, as exports write it. */
const asMoney = (value: string): string =>
  value === ''
    ? ''
    : `$${Number(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 20 })}`;

const objectOf = (name: string, columns: readonly Turned[]): SourceObject => ({
  name,
  kind: 'table',
  fields: [
    { name: 'id', type: 'integer', nullable: false },
    ...columns.map(({ column, type }) => ({ name: column.name, type, nullable: true })),
  ],
  key: ['id'],
  changeFields: [],
  access: 'granted',
});

const recordOf = (columns: readonly Turned[], row: number): Readonly<Record<string, Json>> => ({
  id: row,
  ...Object.fromEntries(
    columns.map(({ column }) => [
      column.name,
      column.values[row] === '' ? null : (column.values[row] ?? null),
    ]),
  ),
});

const profileOf = (columns: readonly Turned[], rows: readonly number[]): ObjectProfile => {
  const names = columns.map(({ column }) => column.name);
  const sketch = new ObjectSketch(names);
  sketch.add(
    names,
    rows.map((row) =>
      columns.map(({ column }) => (column.values[row] === '' ? null : (column.values[row] ?? null))),
    ),
  );
  return sketch.profile();
};

const share = { renamed: 0.3, dropped: 0.12, added: 0.2, lookalike: 0.3, retyped: 0.3 };
/** As many records as a live source is asked for. */
const mostPairs = 300;

interface Change {
  readonly others: readonly Table[];
  readonly random: () => number;
  /** Takes a name for the table; null where it is taken. */
  readonly claim: (name: string) => string | null;
}

const turnedOf = (column: Column): Turned => ({ column, type: typeOf(column) });

/** A column of another table; null where its name, or the one given, is taken. */
const strangerFrom = ({ others, random, claim }: Change, given?: string): Turned | null => {
  const foreign = oneOf(oneOf(others, random).columns, random);
  const name = claim(given ?? foreign.name);
  return name === null ? null : turnedOf({ name, values: foreign.values });
};

/** What comes in place of a dropped column may be called much like it, and be something else. */
const replacementOf = (change: Change, { name }: Column): Turned | null => {
  const isAlike = change.random() < share.lookalike;
  return isAlike ? strangerFrom(change, lookalikeOf(name, change.random)) : null;
};

const successorOf = (change: Change, { column, type }: Turned, isRenamed: boolean): Turned => {
  const { others, random, claim } = change;
  const strangers = others.flatMap((other) => other.columns.map(({ name }) => name));
  const name = isRenamed ? claim(oneOf(renamers, random)(column.name, random, strangers)) : null;
  const isMoney = type === 'decimal' && random() < share.retyped;
  return {
    column: { name: name ?? column.name, values: isMoney ? column.values.map(asMoney) : column.values },
    type: isMoney ? 'string' : type,
  };
};

/** The table's columns after the change, and where those stand now that are called or typed otherwise. */
const alter = (
  before: readonly Turned[],
  change: Change,
): { readonly after: readonly Turned[]; readonly truth: ReadonlyMap<string, string> } => {
  const truth = new Map<string, string>();
  const kept = before.map((was): Turned | null => {
    const lot = change.random();
    if (lot < share.dropped) return replacementOf(change, was.column);
    const is = successorOf(change, was, lot < share.dropped + share.renamed);
    if (is.column.name !== was.column.name || is.type !== was.type)
      truth.set(was.column.name, is.column.name);
    return is;
  });
  const added = Array.from({ length: Math.ceil(share.added * before.length) }, () => strangerFrom(change));
  return { after: [...kept, ...added].filter((column) => column !== null), truth };
};

/** Both sides' profiles: of the same rows, of different ones, or none. */
const profilesOf = (
  situation: Situation,
  {
    before,
    now,
    rows,
  }: {
    readonly before: readonly Turned[];
    readonly now: readonly Turned[];
    readonly rows: readonly number[];
  },
): ShapeProfiles => {
  if (situation === 'names and types alone') return { before: undefined, after: undefined };
  const half = Math.floor(rows.length / 2);
  const isSame = situation === 'the same records';
  return {
    before: profileOf(before, isSame ? rows : rows.slice(0, half)),
    after: profileOf(now, isSame ? rows : rows.slice(half)),
  };
};

/** One change of a table, the same for the same seed. Mapped columns are touched like all others. */
export const makeRepairCase = (
  table: Table,
  others: readonly Table[],
  { situation, seed }: { readonly situation: Situation; readonly seed: number },
): RepairCase => {
  const random = chance(seed);
  const columns = table.columns.filter(({ name }) => name.toLowerCase() !== 'id');
  const taken = new Set(['id', ...columns.map(({ name }) => name)]);
  const claim = (name: string): string | null => {
    if (name === '' || taken.has(name)) return null;
    taken.add(name);
    return name;
  };
  const before = columns.map(turnedOf);
  const { after, truth } = alter(before, { others, random, claim });
  const rows = [...Array(columns[0]?.values.length ?? 0).keys()];
  const mixed = shuffled(rows, random);
  const filled = after.map(({ column, type }): Turned => ({
    column: { ...column, values: rows.map((row) => column.values[row % column.values.length] ?? '') },
    type,
  }));
  const now = shuffled(filled, random);
  const pairOf = (row: number): RecordPair => ({ before: recordOf(before, row), after: recordOf(now, row) });
  return {
    situation,
    baseline: objectOf(table.name, before),
    current: objectOf(table.name, now),
    mapping: mappingOf(table.name, shuffled(columns, random)),
    pairs: situation === 'the same records' ? mixed.slice(0, mostPairs).map(pairOf) : [],
    profiles: profilesOf(situation, { before, now, rows: mixed }),
    all: rows.map(pairOf),
    truth,
  };
};
