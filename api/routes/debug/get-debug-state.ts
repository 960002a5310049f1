import { slotsTaken, liveTasks } from '../../../platform/database/repositories/live-tasks.ts';
import { debugState } from '../../contract/aoa.ts';
import { endpoint } from '../../endpoint.ts';
import { shortTaskView } from '../aoa/short-task-view.ts';

const mostGenerations = 20;

export const getDebugState = endpoint({
  id: 'getDebugState',
  method: 'get',
  path: '/debug/state',
  tag: 'debug',
  summary: 'What the tenant is made of inside: slots, live jobs, counters, streams, generations',
  role: 'admin',
  replies: { 200: debugState },
  handle: async ({ transaction }) => {
    const { db } = transaction;
    const tasks = await liveTasks(transaction);
    const slots = await slotsTaken(transaction);
    const canonical = await db.selectFrom('canonical_counters').select('last').executeTakeFirstOrThrow();
    const events = await db.selectFrom('event_counters').select('last').executeTakeFirstOrThrow();
    const streams = await db
      .selectFrom('streams')
      .select(['connection_id', 'stream', 'object', 'stopped_reason'])
      .orderBy('connection_id')
      .orderBy('stream')
      .execute();
    const generations = await db
      .selectFrom('dcl_generations')
      .selectAll()
      .orderBy('generation', 'desc')
      .limit(mostGenerations)
      .execute();
    return {
      status: 200,
      body: {
        slots: slots.map(({ task_id, workflow_id, taken_at }) => ({
          task_id,
          workflow_id,
          taken_at: taken_at.toISOString(),
        })),
        tasks: tasks.map((task) => ({ ...shortTaskView(task), workflow_id: task.workflow_id })),
        counters: { canonical_seq: canonical.last, event_id: events.last },
        streams,
        generations: generations.map((row) => ({
          generation: row.generation,
          state: row.state,
          current: row.current,
          canonical_seq: row.canonical_seq,
          host: row.host,
          error: row.error,
          started_at: row.started_at.toISOString(),
          published_at: row.published_at?.toISOString() ?? null,
        })),
      },
    };
  },
});
