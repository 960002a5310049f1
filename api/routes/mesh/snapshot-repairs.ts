import { Fault, isFault } from '../../../domain/faults.ts';
import { decideRepair } from '../../../platform/database/repositories/repair-decisions.ts';
import { addSnapshot, findSnapshot } from '../../../platform/database/repositories/repair-snapshots.ts';
import { listRepairs } from '../../../platform/database/repositories/repairs.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import {
  repairSnapshot,
  repairSnapshotBody,
  repairSnapshotDecisionBody,
  repairSnapshotOutcome,
  repairSnapshotParams,
} from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';
import { listedRepairView } from './repair-view.ts';

/** Repairs decided in one go. */
const mostAtOnce = 200;

export const postSnapshot = endpoint({
  id: 'snapshotRepairs',
  method: 'post',
  path: '/mesh/repairs/snapshot',
  tag: 'mesh',
  summary: 'List the repairs that wait for a decision now, to decide about all of them at once',
  description: 'At most 200, the newest first. The list holds for an hour.',
  role: 'operator',
  body: repairSnapshotBody,
  replies: { 201: repairSnapshot },
  handle: async ({ body, caller, transaction, note }) => {
    const { band, connection_id: connectionId, min_confidence: minConfidence } = body;
    if (connectionId !== undefined) await existingConnection(transaction, connectionId);
    const rows = await listRepairs(
      transaction,
      { state: 'proposed', superseded: false, band, connectionId, minConfidence },
      mostAtOnce,
      undefined,
    );
    const listed = rows.map(({ repair_id, digest }) => ({ repair_id, digest }));
    const { snapshot_id, expires_at } = await addSnapshot(transaction, listed, caller.userId);
    note({ subject: { kind: 'repair_snapshot', id: snapshot_id }, after: { repairs: rows.length } });
    return {
      status: 201,
      body: { snapshot_id, expires_at: expires_at.toISOString(), repairs: rows.map(listedRepairView) },
    };
  },
});

export const postSnapshotDecision = endpoint({
  id: 'decideSnapshot',
  method: 'post',
  path: '/mesh/repairs/snapshot/:snapshot_id/decide',
  tag: 'mesh',
  summary: 'Approve or reject all repairs of a list, with an outcome for each',
  description: 'Whatever has changed since the list was made is left alone, and said so.',
  role: 'operator',
  params: repairSnapshotParams,
  body: repairSnapshotDecisionBody,
  replies: { 202: repairSnapshotOutcome },
  handle: async ({ params, body, caller, transaction, traceId, note }) => {
    const snapshot = await findSnapshot(transaction, params.snapshot_id);
    if (snapshot === undefined)
      throw new Fault('not_found', 'There is no such list of repairs, or it has expired; make a new one');
    const outcomes: { repair_id: string; decided: boolean; problem: string | null }[] = [];
    for (const { repair_id, digest } of snapshot.repairs) {
      const problem = await orRefusal(transaction, async () => {
        const { verdict, reason } = body;
        const decision = { repairId: repair_id, digest, verdict, reason, decidedBy: caller.userId, traceId };
        await decideRepair(transaction, decision);
      });
      outcomes.push({ repair_id, decided: problem === null, problem });
    }
    note({
      subject: { kind: 'repair_snapshot', id: params.snapshot_id },
      after: { verdict: body.verdict, decided: outcomes.filter(({ decided }) => decided).length },
    });
    return { status: 202, body: { outcomes } };
  },
});

/** Takes back what was written for a decision that is refused, and nothing else. Answers why it was. */
const orRefusal = async (
  { client }: TenantTransaction,
  decide: () => Promise<void>,
): Promise<string | null> => {
  await client.query('savepoint one_decision');
  try {
    await decide();
    await client.query('release savepoint one_decision');
    return null;
  } catch (error) {
    await client.query('rollback to savepoint one_decision');
    if (isFault(error)) return error.message;
    throw error;
  }
};
