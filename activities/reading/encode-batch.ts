import { hash } from 'node:crypto';
import type { RowBatch, UnreadableRow } from '../../connectors/contract.ts';
import { Fault } from '../../domain/faults.ts';
import type { FieldFault } from '../../domain/faults.ts';
import type { Cell, Json } from '../../domain/json.ts';
import { compileMapping } from '../../domain/mapping/compile.ts';
import { compileEventJson } from '../../domain/mapping/envelope.ts';
import type { EventBody, EventPlaces } from '../../domain/mapping/envelope.ts';
import { JsonBytes } from '../../domain/mapping/json-bytes.ts';
import { compileRawJson } from '../../domain/mapping/raw-json.ts';
import { compileKey, keylessRecordId } from '../../domain/mapping/record-key.ts';
import type { Mapped, Mapping, RowMapper } from '../../domain/mapping/types.ts';
import type { HeldRow } from '../../platform/database/report-batch.ts';
import { stageColumns } from '../../platform/database/stage.ts';
import { CopyRows } from './copy-rows.ts';
import type { KeyLedger } from './key-ledger.ts';
import { sourceVersion } from './source-version.ts';

/** First 128 bits of SHA-256, in hex: enough to tell one tenant's records apart, half the bytes. */
const digest = (content: string | Uint8Array): string => hash('sha256', content, 'hex').slice(0, 32);

const deleteHash = digest('{"op":"delete"}');

export interface EncodeOptions {
  readonly mappings: readonly Mapping[];
  readonly key: readonly string[];
  readonly changeField: string | null;
  readonly recordKeyPrefix: string;
  readonly lost: ReadonlySet<string>;
  /** Given where keys may come twice or rows have no key. */
  readonly ledger: KeyLedger | null;
  /** Copies encoded bytes into memory that outlives the next rows; a plain copy unless told. */
  readonly keep?: (bytes: Uint8Array) => Uint8Array;
}

export interface Encoded {
  readonly copy: readonly Uint8Array[];
  readonly read: number;
  readonly held: readonly HeldRow[];
  /** Records refused for their values (duplicates not counted), and the first reasons. */
  readonly bad: number;
  readonly reasons: readonly string[];
}

/** Columns of the stage that follow the two hashes. */
const afterHashes = stageColumns.length - stageColumns.indexOf('hash') - 1;

/** How many of the reasons for refused records are told. */
const reasonsTold = 5;

export interface StoredRecord {
  readonly id: string;
  readonly rawSeq: number;
  readonly rawHash: string;
  readonly record: Readonly<Record<string, Json>>;
}

interface MappedRecord {
  readonly row: readonly Cell[];
  /** JSON; null where it is stored already. */
  readonly raw: Uint8Array | null;
  readonly rawHash: string;
  readonly id: string;
  readonly position: string;
  readonly rawSeq?: number;
}

interface Compiled {
  readonly mappers: readonly {
    readonly entity: string;
    readonly map: RowMapper;
    readonly write: (event: EventBody) => EventPlaces;
  }[];
  readonly writeRaw: (row: readonly Cell[]) => void;
  readonly recordId: ((row: readonly Cell[]) => string | FieldFault) | null;
  readonly version: (row: readonly Cell[]) => string | null;
}

/**
 * Encodes the rows of one read, compiled once for each list of columns. What the source brings is encoded at once and kept as
 * bytes until it is taken, so that few rows live at a time however large the batches are that go to the database.
 */
export class BatchEncoder {
  readonly #options: EncodeOptions;
  readonly #compiled = new Map<string, Compiled>();
  readonly #rows: CopyRows;
  /** The JSON of the row and of the event at hand, kept until the next one. */
  readonly #raw = new JsonBytes('exact');
  readonly #event = new JsonBytes('storable');
  #rowsSeen = 0;
  #read = 0;
  #held: HeldRow[] = [];
  #heldLength = 0;
  #bad = 0;
  #reasons: string[] = [];

  constructor(options: EncodeOptions) {
    this.#options = options;
    this.#rows = new CopyRows(options.keep);
  }

  /** Encodes rows and keeps the bytes. Rows that are committed already only feed the duplicate check. */
  add(batch: RowBatch): void {
    const compiled = this.#compile(batch.columns);
    const alreadyRead = batch.alreadyRead === true;
    if (!alreadyRead) for (const row of batch.unreadable ?? []) this.#hold(unreadableRow(row));
    batch.rows.forEach((row, at) => {
      this.#rowsSeen += 1;
      const position = batch.positions?.[at] ?? `row ${this.#rowsSeen}`;
      const outcome = this.#encodeRow(compiled, { row, position, alreadyRead });
      if (outcome === null || alreadyRead) return;
      if (typeof outcome === 'string') this.#refuse(outcome);
      else this.#hold(outcome);
    });
    if (alreadyRead) return;
    this.#read += batch.rows.length + (batch.unreadable?.length ?? 0);
    this.#addDeleted(batch);
  }

  /** Source rows since the last `take`, and the bytes of what they became, for COPY or held. */
  get gathered(): { readonly rows: number; readonly bytes: number } {
    return { rows: this.#read, bytes: this.#rows.bytes + this.#heldLength };
  }

  /** Hands out what was gathered and begins anew. */
  take(): Encoded {
    const taken = {
      copy: this.#rows.take(),
      read: this.#read,
      held: this.#held,
      bad: this.#bad,
      reasons: this.#reasons,
    };
    this.#read = 0;
    this.#held = [];
    this.#heldLength = 0;
    this.#bad = 0;
    this.#reasons = [];
    return taken;
  }

  #hold(row: HeldRow): void {
    this.#held.push(row);
    this.#heldLength += row.text.length;
    const [reason] = row.reasons;
    if (reason?.code !== 'duplicate_key') this.#refuse(`${row.position}: ${reason?.message ?? ''}`);
  }

  #refuse(reason: string): void {
    this.#bad += 1;
    if (this.#reasons.length < reasonsTold) this.#reasons.push(reason);
  }

  /** Null: encoded. A held row: it has no key of its own. A text: the first reason why a mapping refuses it. */
  #encodeRow(
    compiled: Compiled,
    { row, position, alreadyRead }: { row: readonly Cell[]; position: string; alreadyRead: boolean },
  ): HeldRow | string | null {
    try {
      const raw = this.#rawOf(compiled, row);
      const rawHash = digest(raw);
      const id = this.#identify(compiled, row, rawHash, position);
      if (typeof id !== 'string') {
        return { identity: `${id.code}:${rawHash}:${position}`, position, text: textOf(raw), reasons: [id] };
      }
      return alreadyRead ? null : this.#addRow(compiled, { row, raw, rawHash, id, position });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const reasons = [{ pointer: '', code: error.code, message: error.message }];
      return { identity: `${error.code}:${position}`, position, text: '', reasons };
    }
  }

  /** Encodes stored raw records for a replay; their ids and raw hashes are known and nothing is held. */
  encodeStored(stored: readonly StoredRecord[]): {
    readonly copy: readonly Uint8Array[];
    readonly read: number;
  } {
    for (const { id, rawSeq, rawHash, record } of stored) {
      const columns = Object.keys(record);
      const row = columns.map((column) => record[column]);
      this.#addRow(this.#compile(columns), { row, raw: null, rawHash, id, position: '', rawSeq });
    }
    return { copy: this.#rows.take(), read: stored.length };
  }

  /** Encodes the record keys alone, one a row; rows without a key have none to keep. */
  addKeys(batch: RowBatch): void {
    const compiled = this.#compile(batch.columns);
    for (const row of batch.rows) {
      this.#rowsSeen += 1;
      const rawHash = compiled.recordId === null ? digest(this.#rawOf(compiled, row)) : '';
      const id = this.#identify(compiled, row, rawHash, '');
      if (typeof id !== 'string') continue;
      this.#rows.begin(1);
      this.#rows.text(this.#options.recordKeyPrefix + id);
      this.#rows.end();
    }
    for (const row of batch.unreadable ?? []) if (row.isNoRecord !== true) this.#refuse(row.message);
    this.#read += batch.rows.length;
  }

  /** The record id, or why the row has none (or may not have it). */
  #identify(
    compiled: Compiled,
    row: readonly Cell[],
    rawHash: string,
    position: string,
  ): string | FieldFault {
    const { ledger, key } = this.#options;
    if (compiled.recordId === null) {
      const { before } = ledger?.note(rawHash, this.#rowsSeen) ?? { before: 0 };
      return keylessRecordId(rawHash, before + 1);
    }
    const id = compiled.recordId(row);
    if (typeof id !== 'string' || ledger === null) return id;
    const { before, first } = ledger.note(digest(id), this.#rowsSeen);
    if (before === 0) return id;
    return {
      pointer: key.join(', '),
      code: 'duplicate_key',
      message: `The key ${id.slice(0, 80)} of ${position} stands already in row ${first} of this read, which was taken; make the key unique`,
    };
  }

  /** The row's canonical JSON, valid until the next row. */
  #rawOf({ writeRaw }: Compiled, row: readonly Cell[]): Uint8Array {
    this.#raw.clear();
    writeRaw(row);
    return this.#raw.view();
  }

  /** Adds a row per mapping; answers the first reason when any mapping refuses the record. */
  #addRow(compiled: Compiled, record: MappedRecord): string | null {
    const key = this.#options.recordKeyPrefix + record.id;
    const version = compiled.version(record.row);
    let refused: string | null = null;
    compiled.mappers.forEach(({ entity, map, write }, ordinal) => {
      const mapped = map(record.row);
      this.#event.clear();
      const places = mapped.kind === 'event' ? write({ op: 'upsert', ...mapped }) : null;
      this.#addHead({ entity, key, outcome: outcomeOf[mapped.kind], rawSeq: record.rawSeq ?? null });
      this.#rows.bytea(record.rawHash);
      this.#addHash(places);
      this.#addText(version);
      this.#addReasons(mapped, record.position);
      this.#addText(
        mapped.kind === 'event' && mapped.pending.length > 0 ? `{${mapped.pending.join(',')}}` : null,
      );
      // The raw record goes with the first mapping alone.
      if (ordinal === 0 && record.raw !== null) this.#rows.utf8(record.raw);
      else this.#rows.null();
      this.#addEvent(places);
      this.#rows.end();
      if (mapped.kind === 'quarantined')
        refused ??= `${record.position}: ${mapped.reasons[0]?.message ?? ''}`;
    });
    return refused;
  }

  /** The first columns of the stage. */
  #addHead(head: {
    readonly entity: string;
    readonly key: string;
    readonly outcome: string;
    readonly rawSeq: number | null;
  }): void {
    const rows = this.#rows;
    rows.begin(stageColumns.length);
    rows.integer(rows.rows);
    if (head.rawSeq === null) rows.null();
    else rows.integer(head.rawSeq);
    rows.text(head.outcome);
    rows.text(head.entity);
    rows.text(head.key);
  }

  #addHash(places: EventPlaces | null): void {
    if (places === null) this.#rows.null();
    else this.#rows.bytea(digest(this.#event.view()));
  }

  #addText(text: string | null): void {
    if (text === null) this.#rows.null();
    else this.#rows.text(text);
  }

  /** Reasons, which PostgreSQL can hold but for NUL, and where the row stands; nothing for rows without reasons. */
  #addReasons(mapped: Mapped, position: string): void {
    if (!('reasons' in mapped)) {
      this.#rows.null();
      this.#rows.null();
      return;
    }
    this.#rows.jsonb(JSON.stringify(mapped.reasons).replaceAll('\\u0000', '\\ufffd'));
    this.#rows.text(position);
  }

  /** Data and extras of the event that was written. */
  #addEvent(places: EventPlaces | null): void {
    if (places === null) {
      this.#rows.null();
      this.#rows.null();
      return;
    }
    this.#rows.utf8(this.#event.view(places.data, places.dataEnd));
    this.#rows.utf8(this.#event.view(places.extras, places.extrasEnd));
  }

  /** Keys that the source reports as deleted become deletes of every mapped entity. */
  #addDeleted(batch: RowBatch): void {
    if (batch.deleted === undefined) return;
    const idOf = compileKey(this.#options.key, this.#options.key);
    for (const deleted of batch.deleted) {
      const id = idOf(deleted);
      if (typeof id !== 'string') continue;
      const key = this.#options.recordKeyPrefix + id;
      for (const { entity } of this.#options.mappings) {
        this.#addHead({ entity, key, outcome: 'd', rawSeq: null });
        this.#rows.null();
        this.#rows.bytea(deleteHash);
        for (let left = afterHashes; left > 0; left -= 1) this.#rows.null();
        this.#rows.end();
      }
    }
  }

  #compile(columns: readonly string[]): Compiled {
    const signature = JSON.stringify(columns);
    const known = this.#compiled.get(signature);
    if (known !== undefined) return known;
    const { mappings, key, lost, changeField } = this.#options;
    const changeAt = changeField === null ? -1 : columns.indexOf(changeField);
    const compiled: Compiled = {
      mappers: mappings.map((mapping) => ({
        entity: mapping.entity,
        map: compileMapping(mapping, { columns, lost }),
        write: compileEventJson(mapping.entity, this.#event),
      })),
      writeRaw: compileRawJson(columns, this.#raw),
      recordId: key.length === 0 ? null : compileKey(key, columns),
      version: (row) => (changeAt < 0 ? null : sourceVersion(row[changeAt])),
    };
    this.#compiled.set(signature, compiled);
    return compiled;
  }
}

const unreadableRow = (row: UnreadableRow): HeldRow => ({
  identity: `${row.code}:${digest(row.raw)}:${row.position}`,
  position: row.position,
  text: row.raw,
  reasons: [{ pointer: '', code: row.code, message: row.message }],
});

const outcomeOf = { event: 'u', filtered: 'f', quarantined: 'q', parked: 'p' } as const satisfies Record<
  Mapped['kind'],
  string
>;

const textOf = (json: Uint8Array): string => Buffer.from(json).toString();
