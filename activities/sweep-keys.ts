import { afterPrefix, recordKeyPrefix } from '../domain/record-keys.ts';
import { isMassDeletion } from '../domain/schema/reading-kinds.ts';
import { holdsExactly, markSwept, sweepMissing } from '../platform/database/canonical-sweep.ts';
import type { KeyRange, SweepResult } from '../platform/database/canonical-sweep.ts';
import { copyChunks } from '../platform/database/copy-chunks.ts';
import {
  acceptedReading,
  healReading,
  openReading,
  reportReading,
} from '../platform/database/repositories/reading-tickets.ts';
import type { Stream } from '../platform/database/repositories/streams.ts';
import { copySweepKeys, createSweepKeys } from '../platform/database/stage.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { openSession, prepareReading } from './read-object.ts';
import type { Met, ReadObject, Reading } from './read-object.ts';
import { sha256 } from './record-shape.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

/** Incremental reads see no deletions, so their keys are swept daily; full reads are swept each run. */
const sweepEvery = 24 * 60 * 60_000;
/** Of the first lease that a stream has ever had. */
const firstEpoch = 1;

export interface SweepKeys extends ReadObject {
  /** What the read before has met of the object, where it was read whole. */
  readonly met?: Met | null;
}

export const createSweepActivities = (deps: Needs) => ({
  /**
   * After a complete read: streams the keys that the source holds now and deletes the records that are gone. When so many
   * are missing that the source itself must be doubted, nothing is deleted and a ticket opens; nor is anything while a row
   * cannot be read, since it may be one of them. The source is not asked again where the read has met as many records as
   * there are.
   */
  sweepKeys: (input: SweepKeys): Promise<SweepResult> =>
    withHeartbeat(async (signal) => {
      const reading = await prepareReading(deps, input);
      if (reading.lease.stream.paused_at !== null || !isDue(reading.lease.stream))
        return { deleted: 0, refused: null };
      const prefix = recordKeyPrefix(reading.opened.slug, input.stream);
      const range = { from: prefix, to: afterPrefix(prefix) };
      if (await metAll(deps, reading, range, input.met ?? null)) {
        await markSwept(deps.pool, reading.fence);
        await healed(deps, reading);
        return { deleted: 0, refused: null };
      }
      const client = await deps.pool.connect();
      let broken: Error | undefined;
      try {
        await client.query(createSweepKeys);
        const session = openSession(deps, reading, {
          mode: 'full',
          keysOnly: true,
          onVersion: () => undefined,
        });
        try {
          for await (const batch of session.batches()) {
            if (batch.overflow !== null) return { deleted: 0, refused: null };
            await copyChunks(client, copySweepKeys, batch.copy);
            session.giveBack(batch);
            signal.throwIfAborted();
          }
        } finally {
          await session.close();
        }
        await client.query('analyze sweep_keys');
        const origin = { taskId: input.taskId, traceId: input.traceId, schemaVersion: reading.schemaVersion };
        const accepted = await acceptedDeletions(deps, reading);
        const result = await sweepMissing(client, reading.fence, origin, { ...range, accepted });
        if (result.refused === null) await healed(deps, reading);
        else await reportMassDeletion(deps, reading, result.refused);
        return result;
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        // The key table must not meet the next user of this connection, nor may a half-ended transaction.
        if (broken === undefined) await client.query('drop table if exists sweep_keys');
        client.release(broken);
      }
    }),
});

export type SweepActivities = ReturnType<typeof createSweepActivities>;

/** Each time after a whole read; daily where only changes are read, and after such an object was read anew. */
const isDue = ({ mode, swept_at: sweptAt, anew_at: anewAt }: Stream): boolean =>
  mode !== 'incremental' ||
  sweptAt === null ||
  (anewAt !== null && sweptAt < anewAt) ||
  Date.now() - sweptAt.getTime() >= sweepEvery;

/** The lease tells that nobody has written to the stream since that read; under the first one, nobody had before it either. */
const metAll = async (deps: Needs, { fence }: Reading, range: KeyRange, met: Met | null): Promise<boolean> =>
  met?.epoch === fence.epoch - 1 &&
  (met.epoch === firstEpoch || (await holdsExactly(deps.pool, fence, range, met.records)));

const placeOf = ({ input, object }: Reading) => ({
  connectionId: input.connectionId,
  object: object.name,
  traceId: input.traceId,
});

/** The source holds what it should again. */
const healed = (deps: Needs, reading: Reading): Promise<void> =>
  withTenant(deps.pool, reading.tenantId, (transaction) =>
    healReading(transaction, placeOf(reading), 'mass_deletion'),
  );

/** How many missing records a person has accepted since the last sweep that came through. */
const acceptedDeletions = async (deps: Needs, reading: Reading): Promise<number> => {
  const ticket = await withTenant(deps.pool, reading.tenantId, (transaction) =>
    acceptedReading(transaction, { ...placeOf(reading), kind: 'mass_deletion' }),
  );
  const sweptAt = reading.lease.stream.swept_at?.getTime() ?? 0;
  const isNew = (ticket?.closed_at?.getTime() ?? 0) > sweptAt;
  return isNew ? Number(ticket?.detail['missing'] ?? 0) : 0;
};

const reportMassDeletion = async (
  deps: Needs,
  reading: Reading,
  { missing, live }: { readonly missing: number; readonly live: number },
): Promise<void> => {
  const { tenantId, object, schemaVersion } = reading;
  await withTenant(deps.pool, tenantId, async (transaction) => {
    const told = await openReading(transaction, placeOf(reading), 'mass_deletion');
    // A source that is written to brings other numbers each time: only what is worse by far is news.
    if (told !== undefined && !isMassDeletion({ missing, live, accepted: Number(told['missing'] ?? 0) }))
      return;
    await reportReading(transaction, {
      ...placeOf(reading),
      kind: 'mass_deletion',
      severity: 'breaking',
      digest: sha256(`mass_deletion ${object.name} ${missing} of ${live}`),
      detail: { missing, live },
      fromVersion: null,
      toVersion: schemaVersion,
    });
  });
};
