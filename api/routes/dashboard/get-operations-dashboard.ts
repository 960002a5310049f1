import type { z } from 'zod';
import { demoAuthor } from '../../../domain/demo-author.ts';
import type { Config } from '../../../platform/config.ts';
import {
  connectionCounts,
  failedTaskCount,
  freshnessByEntity,
  heldCount,
  liveTaskCounts,
  openTicketAges,
  waitingRepairs,
} from '../../../platform/database/repositories/dashboard-figures.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { eventsBefore } from '../../../platform/database/repositories/event-feed.ts';
import { slotsTaken } from '../../../platform/database/repositories/live-tasks.ts';
import { needsAttention } from '../../../platform/database/repositories/needs-attention.ts';
import { anyQuestion } from '../../../platform/database/repositories/questions.ts';
import { countRepairs } from '../../../platform/database/repositories/repair-figures.ts';
import { staleConnections } from '../../../platform/database/repositories/stale-connections.ts';
import { eventsByTime } from '../../../platform/database/repositories/stream-counts.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { dashboardRanges, operationsDashboard, operationsQuery } from '../../contract/dashboard.ts';
import { endpoint } from '../../endpoint.ts';
import { liveEventOf } from '../../streams/live-event.ts';
import { llmStanding } from '../llm/llm-standing.ts';

type Dashboard = z.input<typeof operationsDashboard>;

const mostAttention = 10;
const mostChanges = 8;
const minuteMs = 60_000;

/** What people want to hear of among all events: tasks and batches stand in figures of their own. */
const changeTypes = {
  names: ['dcl.published', 'agent.failed'],
  beginnings: ['connection.', 'drift.', 'repair.', 'golden.', 'writeback.'],
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const sourcesOf = async (transaction: TenantTransaction, stale: number): Promise<Dashboard['sources']> => {
  const counted = await connectionCounts(transaction, demoAuthor);
  return {
    total: sum(counted.map(({ count }) => count)),
    by_status: Object.fromEntries(counted.map(({ status, count }) => [status, count])),
    demo: sum(counted.map(({ made }) => made)),
    stale,
  };
};

const streamOf = async (
  transaction: TenantTransaction,
  range: keyof typeof dashboardRanges,
): Promise<Dashboard['stream']> => {
  const { last } = await transaction.db
    .selectFrom('canonical_counters')
    .select('last')
    .executeTakeFirstOrThrow();
  const { minutes, bucketMinutes } = dashboardRanges[range];
  const rows = await eventsByTime(transaction, minutes / bucketMinutes, bucketMinutes);
  return {
    last_seq: last,
    bucket_minutes: bucketMinutes,
    buckets: rows.map((row) => ({ at: row.at.toISOString(), events: row.events })),
    events: sum(rows.map(({ events }) => events)),
  };
};

const driftOf = async (transaction: TenantTransaction): Promise<Dashboard['drift']> => {
  const { hour, day, week, older, breaking, oldest_at } = await openTicketAges(transaction);
  return {
    open: hour + day + week + older,
    breaking,
    up_to_an_hour: hour,
    up_to_a_day: day,
    up_to_a_week: week,
    older,
    oldest_at: oldest_at?.toISOString() ?? null,
  };
};

const repairsOf = async (transaction: TenantTransaction, since: Date): Promise<Dashboard['repairs']> => {
  const { applied_by_itself, applied_by_people } = await countRepairs(transaction, since);
  return {
    waiting: await waitingRepairs(transaction),
    applied: applied_by_itself + applied_by_people,
    applied_by_itself,
  };
};

const llmOf = async (
  transaction: TenantTransaction,
  config: Config,
  since: Date,
): Promise<Dashboard['llm']> => {
  const { heuristic_only, tokens_today, tokens_per_day, totals } = await llmStanding(
    transaction,
    config,
    since,
  );
  return {
    heuristic_only,
    calls: totals.calls,
    saved: totals.saved_by_memory + totals.saved_by_cache,
    tokens: totals.tokens_in + totals.tokens_out,
    cost_usd: totals.cost_usd,
    tokens_today,
    tokens_per_day,
  };
};

const goldenOf = async (transaction: TenantTransaction, lastSeq: number): Promise<Dashboard['golden']> => {
  const current = await currentGeneration(transaction);
  if (current === undefined) return null;
  return {
    generation: current.generation,
    published_at: current.published_at?.toISOString() ?? null,
    records: sum(Object.values(current.counts?.golden ?? {})),
    duplicates: sum(Object.values(current.counts?.duplicates ?? {})),
    events_since: Math.max(0, lastSeq - current.canonical_seq),
  };
};

export const getOperationsDashboard = endpoint({
  id: 'getOperationsDashboard',
  method: 'get',
  path: '/dashboard',
  tag: 'operations',
  summary: 'Whether the data is right, fresh and flowing, and what waits for a person',
  description: 'One answer for the whole page, from ledgers, counters and indices; it reads no records.',
  role: 'viewer',
  query: operationsQuery,
  replies: { 200: operationsDashboard },
  handle: async ({ query: { range }, transaction }, { config }) => {
    const now = Date.now();
    const since = new Date(now - dashboardRanges[range].minutes * minuteMs);
    // What fails as well is told as that.
    const stale = (await staleConnections(transaction, now)).filter(
      ({ status }) => status !== 'broken' && status !== 'degraded',
    );
    const stream = await streamOf(transaction, range);
    const slots = await slotsTaken(transaction);
    const attention = await needsAttention(transaction, stale.slice(0, mostAttention), mostAttention);
    const changes = await eventsBefore(transaction, undefined, mostChanges, { types: changeTypes });
    return {
      status: 200,
      body: {
        at: new Date(now).toISOString(),
        range,
        since: since.toISOString(),
        sources: await sourcesOf(transaction, stale.length),
        freshness: (await freshnessByEntity(transaction)).map((row) => ({ ...row })),
        stream,
        drift: await driftOf(transaction),
        repairs: await repairsOf(transaction, since),
        tasks: {
          ...(await liveTaskCounts(transaction)),
          failed: await failedTaskCount(transaction, since),
          slots_taken: slots.length,
          slots: config.TENANT_SLOTS,
        },
        llm: await llmOf(transaction, config, since),
        held: await heldCount(transaction),
        golden: await goldenOf(transaction, stream.last_seq),
        asked: await anyQuestion(transaction),
        attention: attention.map(({ since, ...row }) => ({ ...row, since: since.toISOString() })),
        changes: changes.map(liveEventOf),
      },
    };
  },
});
