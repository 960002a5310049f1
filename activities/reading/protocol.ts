/** Messages between the main thread, which writes, and the reading thread, which reads, maps and encodes. */
import type { FaultCode } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { System } from '../../domain/states/connection.ts';
import type { HeldRow } from '../../platform/database/report-batch.ts';

/** What the thread is started with. Everything can be cloned; the credentials stay inside the process. */
export interface ReadingTask {
  readonly system: System;
  readonly config: Readonly<Record<string, Json>>;
  readonly credentials: Readonly<Record<string, Json>>;
  readonly tenantFolder: string;
  readonly egressAllow: readonly string[];
  readonly object: SourceObject;
  /** YAML texts of the active mappings. */
  readonly mappings: readonly string[];
  readonly recordKeyPrefix: string;
  readonly lost: readonly string[];
  readonly mode: 'full' | 'incremental';
  readonly since: Json;
  readonly resume: Json;
  /** Look at the source's shape again before reading: an earlier attempt failed. */
  readonly lookAgain: boolean;
  /** Only the keys, for the sweep. */
  readonly keysOnly: boolean;
  /** Rows and bytes for COPY, either of which makes a batch full. */
  readonly batchRows: number;
  readonly batchBytes: number;
}

export interface EncodedBatch {
  readonly kind: 'batch';
  /** Of all that the thread has ever sent; its memory is given back by it. */
  readonly number: number;
  /** One COPY (binary) of the stage's columns (of record keys alone in a key sweep). */
  readonly copy: readonly Uint8Array[];
  readonly read: number;
  readonly held: readonly HeldRow[];
  readonly cursor: Json;
  /** First reasons, when so many records are bad that the object must stop (in a key sweep: when any row is unreadable). */
  readonly overflow: readonly string[] | null;
  /** What this read has seen of the fields' values under the present shape, as JSON; null in a key sweep. */
  readonly profile: { readonly rows: number; readonly text: string } | null;
}

export type FromThread =
  | EncodedBatch
  | { readonly kind: 'shape'; readonly object: SourceObject }
  | {
      readonly kind: 'credentials';
      readonly id: number;
      readonly credentials: Readonly<Record<string, Json>>;
    }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'fault';
      readonly code: FaultCode;
      readonly message: string;
      readonly retryAfterSeconds: number | undefined;
    };

export type ToThread =
  /** Begin a read; the thread serves one after another. */
  | { readonly kind: 'read'; readonly task: ReadingTask }
  /** A batch's memory may be used again. */
  | { readonly kind: 'given_back'; readonly number: number }
  /** A batch was written: one more may be sent. */
  | { readonly kind: 'credit' }
  /** The answer to `shape`: how rows are mapped from now on. */
  | { readonly kind: 'rules'; readonly lost: readonly string[]; readonly stop: string | null }
  | { readonly kind: 'saved'; readonly id: number; readonly error: string | null }
  | { readonly kind: 'stop' };
