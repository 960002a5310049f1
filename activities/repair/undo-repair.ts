import { isFault } from '../../domain/faults.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import { LostSources } from '../../domain/repair/lost-sources.ts';
import type { RepairUndo } from '../../domain/repair/repair.ts';
import { diffObjects } from '../../domain/schema/diff.ts';
import { lostPaths } from '../../domain/schema/lost-paths.ts';
import { addToOutbox } from '../../platform/database/repositories/outbox.ts';
import { refuseUndo, undoneDocuments } from '../../platform/database/repositories/repair-documents.ts';
import {
  changeRepair,
  findRepair,
  lockRepair,
  lockTicket,
  moveRepair,
} from '../../platform/database/repositories/repairs.ts';
import type { Repair } from '../../platform/database/repositories/repairs.ts';
import { moveBaseline, readUnderName, shapesOf } from '../../platform/database/repositories/source-shapes.ts';
import type { ObjectShapes } from '../../platform/database/repositories/source-shapes.ts';
import { activateMapping, insertMappingVersion } from '../../platform/database/repositories/streams.ts';
import { moveTicket } from '../../platform/database/repositories/ticket-moves.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { UndoRepairInput } from '../../workflows/undo-repair.contract.ts';
import type { Deps } from '../deps.ts';
import { standingOf } from './look-at-ticket.ts';
import { askForReplay } from './ticket-replay.ts';

export type UndoStep = 'switch' | 'replay' | 'wait' | 'finish' | 'done';

export const createUndoActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /** Reads how far an undo has come and says what is to be done next. */
  lookAtUndo: (input: UndoRepairInput): Promise<UndoStep> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const repair = await findRepair(transaction, input.repairId);
      if (repair?.state !== 'applied' || repair.undo === null) return 'done';
      const { state, replay_task_id } = repair.undo;
      if (state === 'requested') return 'switch';
      if (state !== 'switched') return 'done';
      if (repair.stream === null) return 'finish';
      const replay = await standingOf(transaction, replay_task_id, Date.now());
      if (replay === 'none') return 'replay';
      return replay === 'running' ? 'wait' : 'finish';
    }),

  /**
   * Makes versions without the repair's changes active, puts the former baseline back and reopens the ticket for people, all in
   * one transaction. Where that is not possible any more the undo fails, and says why.
   */
  switchUndo: async (input: UndoRepairInput): Promise<void> => {
    failpoint('before_undo_switches');
    await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const asked = await lockRepair(transaction, input.repairId);
      // The ticket first, as everywhere.
      const ticket = await lockTicket(transaction, asked.drift_event_id);
      const repair = await lockRepair(transaction, input.repairId);
      const { undo } = repair;
      if (repair.state !== 'applied' || undo?.state !== 'requested') return;
      const refusal = await whyNot(transaction, repair);
      if (refusal !== null) {
        await changeRepair(transaction, repair.repair_id, {
          undo: JSON.stringify({ ...undo, state: 'failed', failure: refusal } satisfies RepairUndo),
        });
        return;
      }
      const versions = await activateFormer(transaction, repair, undo);
      const { connection_id: connectionId, object, from_schema_version: version } = repair;
      if (version !== null) await moveBaseline(transaction, { connectionId, object, version });
      const shapes = await shapesOf(transaction, connectionId, object);
      await moveTicket(transaction, ticket.drift_event_id, 'manual', {
        traceId: repair.trace_id,
        because: 'its repair was undone',
        lost: JSON.stringify(lostBy(repair, ticket.lost, shapes)),
        // What is seen now is what people took back: looking at it again must not make another ticket of it.
        digest:
          ticket.kind === 'object_removed' ? ticket.digest : (shapes?.currentFingerprint ?? ticket.digest),
      });
      await changeRepair(transaction, repair.repair_id, {
        undo: JSON.stringify({ ...undo, state: 'switched', versions } satisfies RepairUndo),
      });
    });
    failpoint('after_undo_switches');
  },

  /** Asks for the replay under the former rules; false while another one still runs. */
  replayUndo: async (input: UndoRepairInput): Promise<boolean> =>
    await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const repair = await lockRepair(transaction, input.repairId);
      const { undo, stream } = repair;
      if (undo?.state !== 'switched' || stream === null) return true;
      if ((await standingOf(transaction, undo.replay_task_id, Date.now())) !== 'none') return true;
      const taskId = await askForReplay(transaction, {
        connectionId: repair.connection_id,
        stream,
        traceId: repair.trace_id,
        tells: { undoneRepairId: repair.repair_id },
      });
      if (taskId === null) return false;
      await changeRepair(transaction, repair.repair_id, {
        undo: JSON.stringify({ ...undo, replay_task_id: taskId } satisfies RepairUndo),
      });
      return true;
    }),

  /** Ends the undo; the ticket's own workflow takes over again. */
  finishUndo: (input: UndoRepairInput): Promise<void> =>
    withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const repair = await lockRepair(transaction, input.repairId);
      if (repair.state !== 'applied' || repair.undo === null) return;
      await addToOutbox(transaction, 'repair_ticket', {
        drift_event_id: repair.drift_event_id,
        news: 'changed',
      });
      await moveRepair(transaction, repair.repair_id, 'undone', {
        undo: JSON.stringify({ ...repair.undo, state: 'done' } satisfies RepairUndo),
      });
    }),
});

export type UndoActivities = ReturnType<typeof createUndoActivities>;

const whyNot = async (transaction: TenantTransaction, repair: Repair): Promise<string | null> => {
  try {
    await refuseUndo(transaction, repair);
    return null;
  } catch (error) {
    if (isFault(error)) return error.message;
    throw error;
  }
};

const activateFormer = async (
  transaction: TenantTransaction,
  repair: Repair,
  undo: RepairUndo,
): Promise<Readonly<Record<string, number | null>>> => {
  const versions: Record<string, number | null> = {};
  const { stream, connection_id: connectionId, object } = repair;
  if (stream === null) return versions;
  for (const [entity, document] of await undoneDocuments(transaction, repair)) {
    const key = { connectionId, stream, entity };
    const version =
      document === null
        ? null
        : await insertMappingVersion(transaction, {
            ...key,
            object,
            document,
            author: 'human',
            authorId: undo.requested_by,
            reason: `Repair ${repair.repair_id} is undone${undo.reason === null ? '' : `: ${undo.reason}`}`,
          });
    await activateMapping(transaction, key, version);
    versions[entity] = version;
  }
  const wasRenamed = repair.mappings.some(({ changes }) => changes.some(({ part }) => part === 'object'));
  if (wasRenamed) await readUnderName(transaction, { connectionId, stream, object });
  return versions;
};

/** Names of the source fields that only this repair had given back, and of those that were lost all the time. */
const lostBy = (
  { mappings }: Repair,
  still: readonly string[],
  shapes: ObjectShapes | null,
): readonly string[] => {
  if (shapes === null) return still;
  const lost = lostPaths(diffObjects(shapes.baseline, shapes.current));
  const sources = new LostSources({ ...shapes, lost, renames: [], compositions: [] });
  const back = mappings.flatMap(({ changes }) =>
    changes
      .filter(({ selected, part }) => selected && part !== 'object')
      .flatMap((change) => change.lost.flatMap((path) => sources.lostBehind(path) ?? [])),
  );
  return [...new Set([...still, ...back])].sort();
};
