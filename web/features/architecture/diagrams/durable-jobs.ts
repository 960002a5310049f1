import type { Diagram } from '../diagram';

export const durableJobs: Diagram = {
  slug: 'durable-jobs',
  title: 'How a job starts and survives',
  summary:
    'A job is a row and an outbox entry in one transaction; any process may die at any step and another one goes on.',
  source: `sequenceDiagram
  actor user as Person or schedule
  participant api as API
  participant db as PostgreSQL
  participant relay as Relay
  participant temporal as Temporal
  participant worker as Worker
  user->>api: start a job
  api->>db: task and outbox row, one transaction
  api-->>user: 202 with the task
  relay->>db: claim due rows by lease
  relay->>temporal: start by a fixed id
  alt the job takes a slot
    temporal->>worker: admit looks for a free slot
    worker->>db: give one of five slots
  end
  temporal->>worker: activities of the workflow
  worker->>db: batches with their cursor
  worker-xtemporal: killed
  temporal->>worker: the same activity on another worker
  worker->>db: goes on from the cursor
  loop each minute and at each start
    worker->>db: reconcile live tasks with Temporal
  end`,
  parts: [
    {
      name: 'Outbox',
      says: 'What was accepted will be started, even if the process dies right after the answer.',
    },
    {
      name: 'Slots',
      says: 'Five jobs of a tenant run at once; the others wait as queued and start in order.',
      page: '/tasks',
    },
    {
      name: 'Reconciler',
      says: 'Facts are in PostgreSQL. Should the history of workflows be lost, they are started again and end exactly.',
    },
  ],
  code: ['temporal/relay.ts', 'temporal/reconcile.ts', 'workflows/admit.ts', 'activities/admission.ts'],
};
