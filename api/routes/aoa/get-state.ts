import type { z } from 'zod';
import { latestRuns } from '../../../platform/database/repositories/agent-runs.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { slotsTaken, liveTasks, newestOfKind } from '../../../platform/database/repositories/live-tasks.ts';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import { writebackCounts } from '../../../platform/database/repositories/writeback-rows.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { aoaState } from '../../contract/aoa.ts';
import { endpoint } from '../../endpoint.ts';
import { runView } from '../agents/agent-view.ts';
import { shortTaskView } from './short-task-view.ts';

type Generation = NonNullable<z.input<typeof aoaState>['generation']>;

const generationView = async (transaction: TenantTransaction): Promise<Generation | null> => {
  const current = await currentGeneration(transaction);
  if (current === undefined) return null;
  const { last } = await transaction.db
    .selectFrom('canonical_counters')
    .select('last')
    .executeTakeFirstOrThrow();
  return {
    generation: current.generation,
    canonical_seq: current.canonical_seq,
    content_hash: current.content_hash,
    published_at: current.published_at?.toISOString() ?? null,
    events_since: Math.max(0, last - current.canonical_seq),
  };
};

const orNone = (task: Task | undefined) => (task === undefined ? null : shortTaskView(task));

export const getAoaState = endpoint({
  id: 'getAoaState',
  method: 'get',
  path: '/aoa/state',
  tag: 'aoa',
  summary: 'What is going on in the tenant: jobs, golden records, agents and write-backs',
  role: 'viewer',
  replies: { 200: aoaState },
  handle: async ({ transaction }) => {
    const jobs = await liveTasks(transaction);
    const taken = await slotsTaken(transaction);
    const runs = await latestRuns(transaction);
    return {
      status: 200,
      body: {
        running: orNone(jobs.find(({ kind }) => kind === 'aoa')),
        last: orNone(await newestOfKind(transaction, 'aoa')),
        jobs: jobs.map(shortTaskView),
        slots: {
          taken: taken.length,
          queued: jobs.filter(({ state }) => state === 'queued').length,
        },
        generation: await generationView(transaction),
        agents: [...runs.values()].map(runView),
        writebacks: await writebackCounts(transaction),
      },
    };
  },
});
