/** What a connector's contract test brings along, and how the suite reads it. */
import { isFault } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';
import type { Cell, Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type {
  Connector,
  ConnectorModule,
  Mutation,
  OpenOptions,
  ReadRequest,
  RowBatch,
  SeedObject,
  TestSource,
} from '../../connectors/contract.ts';

export type OpenedSource = Connector & Partial<TestSource>;

/** The suite adds a recording logger itself, to look for secrets in it. */
export type OpenWith = Omit<OpenOptions, 'logger'>;

/**
 * A change of the schema that `discover` must notice.
 * `field` names the field to look at before (null: not there yet) and after (null: gone).
 */
export interface Drift {
  readonly title: 'add' | 'rename' | 'retype' | 'drop';
  readonly mutation: Mutation;
  readonly before: string | null;
  readonly after: string | null;
}

/** Everything below lives in a source of its own that nothing else changes; `close` takes it away. */
export interface SourceUnderTest {
  readonly module: ConnectorModule;
  readonly open: OpenWith;
  /** Objects that `seed` puts there; the first one is read, written and changed. At least 60 rows in the first. */
  readonly seed: readonly SeedObject[];
  /** Puts what `seed` of the connector cannot (old change times, …); runs once, after it. */
  readonly prepare?: (connector: OpenedSource) => Promise<void>;
  /** Name of the first object as discovered. */
  readonly object: string;
  /** Its record key as the reader would choose it; empty: it has none. */
  readonly key: readonly string[];
  /**
   * For incremental reads: the change field, and how to make one record newer than all others. After `prepare` its values
   * must all be older than an hour, and oldest and newest more than an hour apart. Null: read in full only.
   */
  readonly incremental: {
    readonly changeField: string;
    readonly touch: (connector: OpenedSource, key: readonly Json[]) => Promise<void>;
    /** The source has a deletion feed: an incremental read after `delete` reports the key in `deleted`. */
    readonly reportsDeletions: boolean;
  } | null;
  /** A new record (with its key where the source does not mint it) and a change to it; null: it cannot be written. */
  readonly write: {
    readonly create: Readonly<Record<string, Json>>;
    readonly change: Readonly<Record<string, Json>>;
    /** A well-formed key that no record has. */
    readonly missing: readonly Json[];
  } | null;
  readonly drifts: readonly Drift[];
  /** Objects with names meant to break out of quotes, as far as the system lets such names exist. */
  readonly hostile: readonly SeedObject[];
  /** The same source with a wrong credential and the step that must fail; null: there are no credentials. */
  readonly wrongCredential: { readonly open: OpenWith; readonly step: string } | null;
  /** A loopback port that nothing listens on, allowed by egressAllow; null: the system has no network. */
  readonly unreachable: OpenWith | null;
  /** Strings that must never be seen in logs, faults or cursors. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

export type Row = Readonly<Record<string, Cell>>;

/** One row as an object without prototype, absent paths left out. */
export const rowsOf = (batch: RowBatch): Row[] =>
  batch.rows.map((cells) => {
    const row = Object.create(null) as Record<string, Cell>;
    batch.columns.forEach((column, at) => {
      if (cells[at] !== undefined) row[column] = cells[at];
    });
    return row;
  });

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
};

/** Text that is equal exactly for equal rows, whatever the order of their columns. */
export const textOf = (row: unknown): string => JSON.stringify(sorted(row));

/** The key tuple as text; without a key, the whole row. */
export const keyOf = (row: Row, key: readonly string[]): string =>
  key.length === 0 ? textOf(row) : JSON.stringify(key.map((field) => row[field] ?? null));

export const keyValues = (row: Row, key: readonly string[]): Json[] => key.map((field) => row[field] ?? null);

export const requestFor = (
  object: SourceObject,
  source: SourceUnderTest,
  more: Partial<ReadRequest> = {},
): ReadRequest => ({
  object,
  key: source.key,
  mode: 'full',
  changeField: null,
  since: null,
  resume: null,
  batchRows: 25,
  batchBytes: 1_000_000,
  signal: new AbortController().signal,
  ...more,
});

export const collect = async (batches: AsyncIterable<RowBatch>): Promise<RowBatch[]> => {
  const all: RowBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
};

/** Rows that a resumed read brings anew. */
export const freshRows = (batches: readonly RowBatch[]): Row[] =>
  batches.filter((batch) => batch.alreadyRead !== true).flatMap(rowsOf);

export const objectNamed = (objects: readonly SourceObject[], name: string): SourceObject => {
  const found = objects.find((object) => object.name === name);
  if (found === undefined)
    throw new Error(`${name} is not among ${objects.map((object) => object.name).join(', ')}`);
  return found;
};

export const fieldNamed = (object: SourceObject, name: string): SourceField | undefined =>
  object.fields.find((field) => field.name === name);

/** The code of the fault that `work` ends in; anything else than a fault fails the test. */
export const faultCode = async (work: () => Promise<unknown>): Promise<FaultCode> => {
  try {
    await work();
  } catch (error) {
    if (isFault(error)) return error.code;
    throw error;
  }
  throw new Error('expected a fault, but it went through');
};
