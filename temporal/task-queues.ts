/**
 * Queues by cost, each with places of its own: steps on our own database (`control`), calls to a source that are over in
 * minutes (`source`), and what moves many rows (`ingest`). The short ones are never stuck behind the long ones.
 */
export const taskQueues = { control: 'control', source: 'source', ingest: 'ingest' } as const;
export type TaskQueue = (typeof taskQueues)[keyof typeof taskQueues];

/** Activities that a worker runs at once on each. */
export const placesOf: Readonly<Record<TaskQueue, number>> = { control: 100, source: 10, ingest: 10 };
