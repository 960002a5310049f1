import { Context } from '@temporalio/activity';
import { Fault } from '../domain/faults.ts';
import type { FaultCode } from '../domain/faults.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { TenantId } from '../domain/ids.ts';
import { parseMapping } from '../domain/mapping/parse.ts';
import { recordKeyPrefix } from '../domain/record-keys.ts';
import type { SourceObject } from '../domain/schema/types.ts';
import { finishRead, writeBatch } from '../platform/database/canonical-writer.ts';
import type { BatchOrigin } from '../platform/database/apply-stage.ts';
import type { Fence } from '../platform/database/fence.ts';
import { lastSeq } from '../platform/database/repositories/pinned-records.ts';
import { frozenObjects } from '../platform/database/repositories/repair-policies.ts';
import {
  acceptedReading,
  healReading,
  reportReading,
} from '../platform/database/repositories/reading-tickets.ts';
import { newestShape } from '../platform/database/repositories/source-schemas.ts';
import { isAwaitedAnew } from '../platform/database/repositories/steered-objects.ts';
import { activeMappings, stopStream, takeLease } from '../platform/database/repositories/streams.ts';
import type { ActiveMapping, Lease } from '../platform/database/repositories/streams.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import { failpoint } from '../platform/failpoint.ts';
import type { IngestInput } from '../workflows/ingest.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { holdObject, pausedHold } from './held-objects.ts';
import { loadConnection } from './open-connection.ts';
import type { OpenedConnection } from './open-connection.ts';
import { keepProfile, settleProfiles } from './profile/profile-reading.ts';
import { keyLossOf, recordShape, sha256 } from './record-shape.ts';
import type { EncodedBatch, ReadingTask } from './reading/protocol.ts';
import { ReadingSession } from './reading/reading-session.ts';

export interface ReadObject extends IngestInput {
  readonly stream: string;
}

/** What one attempt has met that read an object in full from its first record to its last. */
export interface Met {
  /** Distinct records that are not deleted. */
  readonly records: number;
  /** The lease under which they were written. */
  readonly epoch: number;
}

export interface ReadResult {
  readonly done: boolean;
  /** Null where another attempt had begun or ended the read, records have several states, or only changes were read. */
  readonly met: Met | null;
}

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

/** An attempt ends after this and the next one continues from the cursor: no activity runs for hours. */
const attemptLimit = { milliseconds: 10 * 60_000, rows: 1_000_000 };
const batchBytes = 32 << 20;

/** What is answered by looking again at what is asked for now. */
const goesOn: ReadonlySet<FaultCode> = new Set(['mapping_superseded', 'object_steered']);

/**
 * The last word of an attempt that failed, for the next one, which then looks at the source's shape again. One that was killed
 * leaves none, so that its successor need not go through a large file before it goes on.
 */
const brokeOff = 'broke off';

export const createReadObjectActivities = (deps: Needs) => ({
  /**
   * Streams an object from its cursor into the canonical stream, batch by batch, each in its own fenced transaction.
   * `done` is false when the attempt has reached its limit. Throws the source's fault, or `lease_stale` when another
   * attempt has taken over; what was committed stays.
   */
  readObject: (input: ReadObject): Promise<ReadResult> =>
    withHeartbeat(async (signal) => {
      for (;;) {
        const reading = await prepareReading(deps, input);
        const { stream } = reading.lease;
        if (stream.paused_at !== null) return await leaveOut(deps, reading, stream.paused_at);
        if (stream.completed_by === input.taskId && !isAwaitedAnew(stream))
          return await settleEnded(deps, reading);
        try {
          return await readOnce(deps, reading, signal);
        } catch (error) {
          // Between two batches another mapping version became active, or somebody paused the object or wants it anew.
          if (error instanceof Fault && goesOn.has(error.code)) continue;
          Context.current().heartbeat(brokeOff);
          throw error;
        }
      }
    }),
});

export type ReadObjectActivities = ReturnType<typeof createReadObjectActivities>;

export interface Reading {
  readonly input: ReadObject;
  readonly tenantId: TenantId;
  readonly opened: OpenedConnection;
  readonly lease: Lease;
  readonly mappings: readonly ActiveMapping[];
  readonly object: SourceObject;
  readonly schemaVersion: number;
  readonly lost: readonly string[];
  readonly fence: Fence;
  /** The tenant's last event when the attempt began. */
  readonly since: number;
}

/** Takes the lease and loads what the read begins with. */
export const prepareReading = async (deps: Needs, input: ReadObject): Promise<Reading> => {
  const tenantId = parseTenant(input.tenantId);
  const opened = await loadConnection(deps, tenantId, input.connectionId);
  return await withTenant(deps.pool, tenantId, async (transaction) => {
    const holder = `${input.taskId} attempt ${Context.current().info.attempt}`;
    const lease = await takeLease(transaction, input.connectionId, input.stream, holder);
    const mappings = await activeMappings(transaction, input.connectionId, input.stream);
    if (mappings.length === 0) throw new Fault('not_found', `${input.stream} has no active mapping`);
    const shape = await newestShape(transaction, input.connectionId, lease.stream.object);
    return {
      input,
      tenantId,
      opened,
      lease,
      mappings,
      object: shape.object,
      schemaVersion: shape.version,
      lost: shape.lost,
      since: await lastSeq(transaction),
      fence: {
        tenantId,
        connectionId: input.connectionId,
        stream: input.stream,
        epoch: lease.epoch,
        mappingVersions: Object.fromEntries(mappings.map(({ entity, version }) => [entity, version])),
        severalEntities: lease.severalEntities,
      },
    };
  });
};

const readOnce = async (deps: Needs, reading: Reading, signal: AbortSignal): Promise<ReadResult> => {
  const { fence, input } = reading;
  const mode = modeOf(reading);
  let schemaVersion = reading.schemaVersion;
  const session = openSession(deps, reading, {
    mode,
    keysOnly: false,
    onVersion: (version) => (schemaVersion = version),
  });
  const started = performance.now();
  let rows = 0;
  let kept = 0;
  let updated = 0;
  const write = async (batch: EncodedBatch, earlier: Promise<void>): Promise<void> => {
    const origin: BatchOrigin = { taskId: input.taskId, traceId: input.traceId, schemaVersion };
    const alongside = (transaction: TenantTransaction): Promise<void> =>
      keepProfile(transaction, reading, { ...batch, schemaVersion, mode });
    const outcomes = await writeBatch(deps.pool, fence, origin, { ...batch, earlier, alongside });
    session.giveBack(batch);
    kept += outcomes.reduce((sum, outcome) => sum + outcome.kept, 0);
    updated += outcomes.reduce((sum, outcome) => sum + outcome.updated, 0);
    failpoint('after_commit_before_ack');
    Context.current().heartbeat({ rows });
    failpoint('after_ack');
  };
  // While one batch is compared and written, the next one is on its way to the stage.
  let writing = Promise.resolve();
  try {
    for await (const batch of session.batches()) {
      const earlier = writing;
      if (batch.overflow !== null && !(await isOverflowAccepted(deps, reading))) {
        await earlier;
        await stopForOverflow(deps, reading, batch.overflow);
      }
      writing = write(batch, earlier);
      writing.catch(() => undefined);
      await earlier;
      rows += batch.read;
      signal.throwIfAborted();
      if (rows >= attemptLimit.rows || performance.now() - started >= attemptLimit.milliseconds) {
        await writing;
        return { done: false, met: null };
      }
    }
    await writing;
    signal.throwIfAborted();
    await finishRead(deps.pool, fence, input.taskId, mode);
    failpoint('after_read_ends');
    await withTenant(deps.pool, reading.tenantId, (transaction) =>
      healReading(transaction, placeOf(reading), overflow),
    );
    await settleProfiles(deps.pool, reading, { schemaVersion, mode, updated });
    const whole = mode === 'full' && reading.lease.stream.resume === null && !fence.severalEntities;
    return { done: true, met: whole ? { records: kept, epoch: fence.epoch } : null };
  } finally {
    await Promise.allSettled([writing]);
    await session.close();
  }
};

/**
 * An earlier attempt of the task came to the end and could not say so any more. Reading again would show each row as read twice;
 * what the values said is still to be judged.
 */
const settleEnded = async (deps: Needs, reading: Reading): Promise<ReadResult> => {
  const { schemaVersion } = reading;
  await settleProfiles(deps.pool, reading, { schemaVersion, mode: modeOf(reading), updated: 0 });
  return { done: true, met: null };
};

/** Paused since the task began: what was read stays, the task says what was left out, and the cursor waits. */
const leaveOut = async (
  deps: Needs,
  { tenantId, input, object }: Reading,
  pausedAt: Date,
): Promise<ReadResult> => {
  await withTenant(deps.pool, tenantId, (transaction) =>
    holdObject(transaction, input.taskId, pausedHold(object.name, pausedAt)),
  );
  return { done: true, met: null };
};

/** Incremental where the object has a change field and was read whole before; otherwise full. */
const modeOf = ({ mappings, object }: Reading): 'full' | 'incremental' => {
  const declared = mappings.some(({ document }) => parseMapping(document).changeField !== null);
  return declared || object.changeFields.length > 0 ? 'incremental' : 'full';
};

export interface SessionOptions {
  readonly mode: 'full' | 'incremental';
  readonly keysOnly: boolean;
  readonly onVersion: (version: number) => void;
}

/** Starts the reading thread and answers its questions from PostgreSQL. */
export const openSession = (
  deps: Needs,
  reading: Reading,
  { mode, keysOnly, onVersion }: SessionOptions,
): ReadingSession => {
  const { opened, lease, mappings, input } = reading;
  const documents = mappings.map(({ document }) => document);
  const task: ReadingTask = {
    system: opened.system,
    config: opened.options.config,
    credentials: opened.options.credentials,
    tenantFolder: opened.options.tenantFolder,
    egressAllow: opened.options.egressAllow,
    object: reading.object,
    mappings: documents,
    recordKeyPrefix: recordKeyPrefix(opened.slug, input.stream),
    lost: reading.lost,
    mode,
    // A cursor of a full read says nothing about change times.
    since: mode === 'incremental' && lease.stream.mode === 'incremental' ? lease.stream.since : null,
    resume: keysOnly ? null : lease.stream.resume,
    lookAgain: Context.current().info.heartbeatDetails === brokeOff,
    keysOnly,
    batchRows: deps.config.INGEST_BATCH_ROWS,
    batchBytes,
  };
  return new ReadingSession(task, {
    onCredentials: opened.options.saveCredentials,
    onShape: (object) =>
      withTenant(deps.pool, reading.tenantId, async (transaction) => {
        const recorded = await recordShape(transaction, input, object, documents);
        onVersion(recorded.version);
        const frozen = (await frozenObjects(transaction, input.connectionId)).has(object.name);
        const stop = frozen ? `${object.name} has changed and is frozen; settle its open ticket` : null;
        return { lost: recorded.lost, stop: stop ?? keyLossOf(documents, recorded) };
      }),
  });
};

const overflow = 'quarantine_overflow';

const placeOf = ({ input, object }: Reading) => ({
  connectionId: input.connectionId,
  object: object.name,
  traceId: input.traceId,
});

/** Names what overflows: other mappings or another shape are asked about anew. */
const overflowDigest = ({ fence, schemaVersion }: Reading): string =>
  sha256(`overflow ${JSON.stringify(fence.mappingVersions)} ${schemaVersion}`);

/** A person has seen that so many records are bad, and wants the others: these are quarantined. */
const isOverflowAccepted = async (deps: Needs, reading: Reading): Promise<boolean> =>
  (await withTenant(deps.pool, reading.tenantId, (transaction) =>
    acceptedReading(transaction, { ...placeOf(reading), kind: overflow }, overflowDigest(reading)),
  )) !== undefined;

/** Too many bad records at once are a broken source or a wrong mapping: the object stops, with a ticket, and nothing of the batch is written. */
const stopForOverflow = async (deps: Needs, reading: Reading, reasons: readonly string[]): Promise<never> => {
  const { input, object, tenantId } = reading;
  const sentence = `More than 100 records and 1 % of a batch of ${object.name} are bad, so it is stopped: ${reasons.join('; ')}`;
  await withTenant(deps.pool, tenantId, async (transaction) => {
    await reportReading(transaction, {
      ...placeOf(reading),
      kind: overflow,
      severity: 'breaking',
      digest: overflowDigest(reading),
      detail: { reasons },
      fromVersion: null,
      toVersion: reading.schemaVersion,
    });
    await stopStream(transaction, input.connectionId, input.stream, { code: overflow, reason: sentence });
  });
  throw new Fault(overflow, sentence);
};
