/** Queues by cost: short control steps are never stuck behind long reads. */
export const taskQueues = { control: 'control', ingest: 'ingest' } as const;
export type TaskQueue = (typeof taskQueues)[keyof typeof taskQueues];
