/**
 * The one interface that every system's connector implements. The contract suite in test/contract runs against each.
 * A connector touches its source and nothing else: it knows no tenant, no mapping, no database of ours.
 */
import type { Cell, Json } from '../domain/json.ts';
import type { SourceObject, SourceSchema } from '../domain/schema/types.ts';
import type { System } from '../domain/states/connection.ts';
import type { ConnectorLogger } from '../platform/logger.ts';

/** Rows that share one list of columns; the unit of reading, mapping and committing. */
export interface RowBatch {
  /** Top-level field names; a document's nested values stay nested inside the cells. */
  readonly columns: readonly string[];
  /** One array per row, aligned with `columns`; `undefined` = absent from the document. */
  readonly rows: readonly (readonly Cell[])[];
  /** Where each row stands in the source, for people (`line 17`, `Sheet1 row 4`); absent where it has no meaning. */
  readonly positions?: readonly string[];
  /** Rows that the source holds but that cannot be read as rows (ragged, broken quoting): quarantined as they are. */
  readonly unreadable?: readonly UnreadableRow[];
  /** Key tuples that the source's own deletion feed reports. */
  readonly deleted?: readonly (readonly Json[])[];
  /** Opaque resume point after this batch; committed with the rows. JSON, under 4 kB, no secrets. */
  readonly cursor: Json;
  /**
   * True while a resumed read runs again over batches that are already committed (sources without seek, such as files):
   * they only feed the duplicate-key check.
   */
  readonly alreadyRead?: boolean;
}

export interface UnreadableRow {
  readonly position: string;
  readonly raw: string;
  /** Stable code (`ragged_row`, `broken_quote`, `invalid_utf8`, `row_too_long`, …) and a sentence that names the cure. */
  readonly code: string;
  readonly message: string;
  /** True where it is known to be no record; any other row that cannot be read may be one that still exists. */
  readonly isNoRecord?: boolean;
}

export interface ReadRequest {
  readonly object: SourceObject;
  /** Fields of the record key; empty: the object has none (files only). */
  readonly key: readonly string[];
  readonly mode: 'incremental' | 'full';
  /** The change field of an incremental read. */
  readonly changeField: string | null;
  /** Cursor of the last batch of the last complete read; the connector steps back by its overlap (10 min). */
  readonly since: Json;
  /** Cursor inside a read that broke off; null for a fresh read. */
  readonly resume: Json;
  /** Soft limits of one batch. */
  readonly batchRows: number;
  readonly batchBytes: number;
  readonly signal: AbortSignal;
}

export interface CheckStep {
  /** `configuration | dns | tcp | tls | authentication | permission | sample` … in the order tried. */
  readonly name: string;
  readonly ok: boolean;
  /** What was found; on failure also the cure. Never a secret. */
  readonly detail: string;
}

/** How an object of files would be read, from its beginning alone; kept with the report of a check. */
export interface ObjectPreview {
  readonly object: string;
  /** What was found out about the file, or said in the settings: delimiter, encoding, header. */
  readonly layout: readonly { readonly name: string; readonly value: string }[];
  /** The first columns, and how many there are in all. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly width: number;
  /** The first rows, aligned with `columns`, cells as text; null: empty or absent. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The first rows that cannot be read, each with its place and its cure. */
  readonly unreadable: readonly { readonly position: string; readonly message: string }[];
}

export interface CheckReport {
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
  /** Of files: what the first of them hold. */
  readonly preview?: readonly ObjectPreview[];
}

/** A named change of a demo or test source (`rename_column`, `retype_column`, `add_row`, …) with its arguments. */
export interface Mutation {
  readonly kind: string;
  readonly object: string;
  readonly arguments: Readonly<Record<string, Json>>;
}

export interface SeedObject {
  readonly object: SourceObject;
  readonly rows: readonly (readonly Cell[])[];
}

/** An opened source. Every method throws `Fault`s of the catalogue; each call is bounded by a timeout. */
export interface Connector {
  /** Tries the connection step by step; a refused step is a report, not an exception. */
  check(): Promise<CheckReport>;
  /** All objects with typed fields, keys and change fields. */
  discover(): Promise<SourceSchema>;
  /** Streams an object's rows; the cursor of each batch makes the read resumable after it. */
  read(request: ReadRequest): AsyncIterable<RowBatch>;
  /** Streams the keys of all rows that the object holds now (whole rows where it has no key), for the key sweep. */
  readKeys(request: ReadRequest): AsyncIterable<RowBatch>;
  /** The exact number of rows (objects without a mapping are reported with it); null where the source cannot tell. */
  count(object: SourceObject): Promise<number | null>;
  /** Up to `limit` rows for previews. */
  sample(object: SourceObject, limit: number): Promise<RowBatch>;
  /** Inserts one record and answers its key. */
  create(object: SourceObject, values: Readonly<Record<string, Json>>): Promise<readonly Json[]>;
  /** The record's current values, or null; used for compare-and-set and read-back. */
  fetch(object: SourceObject, key: readonly Json[]): Promise<Readonly<Record<string, Json>> | null>;
  /** Changes one record; throws `not_found` when it is gone. */
  update(object: SourceObject, key: readonly Json[], values: Readonly<Record<string, Json>>): Promise<void>;
  /** Deletes one record; deleting a missing one is no error. */
  delete(object: SourceObject, key: readonly Json[]): Promise<void>;
  close(): Promise<void>;
}

/** What demo and test sources add: fill them idempotently, and change them on purpose. */
export interface TestSource {
  /** Creates the objects where they are missing and upserts the rows; running it twice changes nothing. */
  seed(objects: readonly SeedObject[]): Promise<void>;
  mutate(mutation: Mutation): Promise<void>;
}

/** What a connector wants to find again at its next look, by names of its own; kept with the connection. No secrets. */
export interface LookNotes {
  /** What was kept of these names. */
  recall(names: readonly string[]): Promise<ReadonlyMap<string, Json>>;
  /** Keeps notes beside the former ones, and forgets those of names that are not `present` any more. */
  keep(notes: ReadonlyMap<string, Json>, present: readonly string[]): Promise<void>;
}

export interface OpenOptions {
  /** Parsed by the module's config schema. */
  readonly config: Readonly<Record<string, Json>>;
  /** Parsed by the module's credentials schema; decrypted, so never logged. */
  readonly credentials: Readonly<Record<string, Json>>;
  /** Folder of the tenant's own files; used by filesource alone. */
  readonly tenantFolder: string;
  /** `host:port` pairs that the SSRF guard lets through besides public addresses. */
  readonly egressAllow: readonly string[];
  readonly logger: ConnectorLogger;
  /** Called when the source hands out new tokens; the caller stores them encrypted before they are used. */
  readonly saveCredentials: (credentials: Readonly<Record<string, Json>>) => Promise<void>;
  /** Left out where rows are read and nothing is looked at. */
  readonly notes?: LookNotes;
}

export interface ConnectorModule {
  readonly system: System;
  /** False where a key may come twice in one read (files): the reader then checks for duplicates. */
  readonly keysAreUnique: boolean;
  open(options: OpenOptions): Promise<Connector & Partial<TestSource>>;
}
