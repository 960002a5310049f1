import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AgentId } from '../../../domain/agents/finding.ts';
import type { Json } from '../../../domain/json.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';

export type AgentRun = Selectable<Tables['agent_runs']>;

export interface NewRun {
  readonly runId: string;
  readonly agent: AgentId;
  readonly generation: number;
  readonly taskId: string | null;
  readonly traceId: string;
}

/** Notes that an agent begins to look at a generation; a run that has begun already stays as it is. */
export const beginRun = async ({ db, tenantId }: TenantTransaction, run: NewRun): Promise<void> => {
  await db
    .insertInto('agent_runs')
    .values({
      tenant_id: tenantId,
      run_id: run.runId,
      agent: run.agent,
      generation: run.generation,
      task_id: run.taskId,
      trace_id: run.traceId,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'run_id']).doNothing())
    .execute();
};

/** The run, locked until the transaction ends, if it is still running. */
export const lockRunning = async ({ db }: TenantTransaction, runId: string): Promise<AgentRun | undefined> =>
  await db
    .selectFrom('agent_runs')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();

export interface RunOutcome {
  readonly asOf: string | null;
  readonly insights: number;
  readonly proposals: number;
  readonly contentHash: string;
  readonly measures: Readonly<Record<string, Json>>;
  /** What was asked of the views, by name. */
  readonly questions: Readonly<Record<string, string>>;
}

/** Ends a run that `lockRunning` holds, with its event. */
export const endRun = async (
  transaction: TenantTransaction,
  run: AgentRun,
  outcome: RunOutcome | { readonly error: string },
): Promise<void> => {
  const failed = 'error' in outcome;
  await transaction.db
    .updateTable('agent_runs')
    .set({
      state: failed ? 'failed' : 'done',
      ended_at: sql<Date>`now()`,
      ...(failed
        ? { error: outcome.error.slice(0, 500) }
        : {
            as_of: outcome.asOf,
            insights: outcome.insights,
            proposals: outcome.proposals,
            content_hash: outcome.contentHash,
            measures: JSON.stringify(outcome.measures),
            questions: JSON.stringify(outcome.questions),
          }),
    })
    .where('run_id', '=', run.run_id)
    .execute();
  await appendEvent(transaction, {
    type: failed ? 'agent.failed' : 'agent.ran',
    traceId: run.trace_id,
    ...(run.task_id === null ? {} : { taskId: run.task_id }),
    subject: { kind: 'agent', id: run.agent },
    data: {
      run_id: run.run_id,
      generation: run.generation,
      ...(failed
        ? { error: outcome.error.slice(0, 500) }
        : { insights: outcome.insights, proposals: outcome.proposals }),
    },
  });
};

/** Runs that are kept of each agent, besides those that a write-back rests on. */
const runsKept = 20;

/** Removes runs that are of no use any more, and insights that no run is left to have found. */
export const trimRuns = async ({ client }: TenantTransaction, agent: AgentId): Promise<void> => {
  await client.query(
    `delete from au.agent_runs r where agent = $1 and state <> 'running'
       and run_id not in (select run_id from au.agent_runs where agent = $1 order by started_at desc, run_id limit $2)
       and not exists (select from au.writebacks w where w.run_id = r.run_id)`,
    [agent, runsKept],
  );
  await client.query(
    `delete from au.insights i where agent = $1
       and not exists (select from au.agent_run_insights m where m.insight_id = i.insight_id)
       and not exists (select from au.writebacks w where w.insight_id = i.insight_id)`,
    [agent],
  );
};

/** The newest run of each agent that came to its end, by agent. */
export const latestRuns = async ({ db }: TenantTransaction): Promise<ReadonlyMap<string, AgentRun>> => {
  const rows = await db
    .selectFrom('agent_runs')
    .distinctOn('agent')
    .selectAll()
    .where('state', '=', 'done')
    .orderBy('agent')
    .orderBy('started_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.agent, row]));
};

export type ListedRun = AgentRun & { readonly position: string };

/** Runs, newest first, behind `after`. */
export const listRuns = async (
  { db }: TenantTransaction,
  agent: AgentId | undefined,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedRun[]> => {
  let query = db
    .selectFrom('agent_runs')
    .selectAll()
    .select(microseconds('started_at').as('position'))
    .orderBy('started_at', 'desc')
    .orderBy('run_id', 'desc')
    .limit(limit);
  if (agent !== undefined) query = query.where('agent', '=', agent);
  if (after !== undefined) query = query.where(olderThan('started_at', 'run_id', after));
  return await query.execute();
};

/** A run, or undefined. */
export const findRun = async ({ db }: TenantTransaction, runId: string): Promise<AgentRun | undefined> =>
  await db.selectFrom('agent_runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
