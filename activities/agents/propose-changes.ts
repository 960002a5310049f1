import { createHash } from 'node:crypto';
import type { WantedChange } from '../../domain/agents/finding.ts';
import { writeTargets } from '../../domain/agents/write-targets.ts';
import type { WriteTarget } from '../../domain/agents/write-targets.ts';
import type { GoldenSource } from '../../domain/dcl/views.ts';
import type { Json } from '../../domain/json.ts';
import { canonicalJson } from '../../domain/mapping/canonical-json.ts';
import { keyOfRecordId } from '../../domain/mapping/record-key.ts';
import { autonomyOf } from '../../platform/database/repositories/agent-settings.ts';
import type { AgentRun } from '../../platform/database/repositories/agent-runs.ts';
import { findGolden } from '../../platform/database/repositories/golden-records.ts';
import type { NewInsight } from '../../platform/database/repositories/insight-rows.ts';
import { decideWriteback } from '../../platform/database/repositories/writeback-decisions.ts';
import {
  addWriteback,
  formerWritebacks,
  moveWriteback,
  openProposals,
} from '../../platform/database/repositories/writeback-rows.ts';
import type { NewWriteback, Writeback } from '../../platform/database/repositories/writeback-rows.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { objectOfStream, readSource } from './source-record.ts';

/** Changes that one run may want, in the order of its findings: people have to look at each. */
const mostChanges = 20;

/**
 * Turns what findings call for into proposals, by the agent's autonomy: none, for people to decide, or decided at once. What
 * was verified, undone or rejected is not proposed again, nor is what stands in the source already. Proposals of earlier runs
 * that this one does not confirm end. Answers how many changes the run stands for.
 */
export const proposeChanges = async (
  transaction: TenantTransaction,
  run: AgentRun,
  insights: readonly NewInsight[],
): Promise<number> => {
  const autonomy = await autonomyOf(transaction, run.agent);
  const confirmed = new Set<string>();
  if (autonomy !== 'observe') {
    const wanted = insights.flatMap(({ insightId, finding: { change } }) =>
      change === undefined ? [] : [{ insightId, change }],
    );
    for (const { insightId, change } of wanted.slice(0, mostChanges)) {
      const row = await changeOf(transaction, run, insightId, change);
      if (row === null) continue;
      const id = await propose(transaction, { ...row, autonomy });
      if (id !== null) confirmed.add(id);
    }
  }
  for (const stale of await openProposals(transaction, run.agent))
    if (!confirmed.has(stale.writeback_id))
      await moveWriteback(transaction, stale, 'conflict', {
        reason: 'The newest run does not call for it any more',
      });
  return confirmed.size;
};

const targetOf = (
  change: WantedChange,
  sources: readonly GoldenSource[],
): { readonly target: WriteTarget; readonly source: GoldenSource } | null => {
  const [source] = sources;
  // A record of several sources has no single place where the value belongs.
  if (source === undefined || sources.length > 1) return null;
  const target = writeTargets.find(
    (each) => each.system === source.system && each.target === change.target && each.entity === change.entity,
  );
  return target === undefined ? null : { target, source };
};

/** The change as it would be written, or null where there is no place for it or the value stands there already. */
const changeOf = async (
  transaction: TenantTransaction,
  run: AgentRun,
  insightId: string,
  change: WantedChange,
): Promise<Omit<NewWriteback, 'autonomy'> | null> => {
  const golden = await findGolden(transaction, change.entity, change.goldenId);
  const place = golden === undefined ? null : targetOf(change, golden.sources);
  if (golden === undefined || place === null) return null;
  const { source, target } = place;
  const object = await objectOfStream(transaction, source.connection_id, source.source_object);
  const field = object.fields.find(({ name }) => name === target.field);
  if (field === undefined || field.values?.includes(change.value) === false) return null;
  const { extras } = await readSource(transaction, source);
  const seen = extras[target.field] ?? null;
  if (seen === change.value) return null;
  const key = keyOfRecordId(source.record_id);
  const updatedAt = golden.values['updated_at'];
  return {
    agent: run.agent,
    run_id: run.run_id,
    insight_id: insightId,
    generation: run.generation,
    connection_id: source.connection_id,
    entity: change.entity,
    golden_id: change.goldenId,
    object: object.name,
    key: JSON.stringify(key),
    field: target.field,
    seen: JSON.stringify(seen),
    proposed: JSON.stringify(change.value),
    digest: digestOf([source.connection_id, object.name, key, target.field, seen, change.value]),
    summary: change.summary,
    changed_before: typeof updatedAt === 'string' ? updatedAt : null,
    trace_id: run.trace_id,
  };
};

const digestOf = (parts: Json): string => createHash('sha256').update(canonicalJson(parts)).digest('hex');

const settled = new Set<Writeback['state']>(['verified', 'undone', 'rejected']);

/** Whether people or the source have had their say about this very change, or its value was the last one written. */
const isSettled = (row: Omit<NewWriteback, 'autonomy'>, former: readonly Writeback[]): boolean => {
  const latest = former.find(({ state }) => settled.has(state));
  return (
    former.some(
      ({ digest, state, sent_at }) => digest === row.digest && (settled.has(state) || sent_at !== null),
    ) ||
    (latest !== undefined && JSON.stringify(latest.proposed) === row.proposed)
  );
};

/** Answers the id of the live proposal; null where there is none because it was settled before. */
const propose = async (transaction: TenantTransaction, row: NewWriteback): Promise<string | null> => {
  const former = await formerWritebacks(transaction, row);
  const live = former.find(({ state }) => ['proposed', 'approved', 'writing'].includes(state));
  if (live !== undefined && (live.state !== 'proposed' || live.digest === row.digest))
    return live.writeback_id;
  if (live !== undefined)
    await moveWriteback(transaction, live, 'conflict', { reason: 'A newer finding took its place' });
  if (isSettled(row, former)) return null;
  const id = await addWriteback(transaction, row);
  if (id !== null && row.autonomy === 'act')
    await decideWriteback(transaction, {
      writebackId: id,
      verdict: 'approve',
      decidedBy: 'policy',
      traceId: row.trace_id,
    });
  return id;
};
