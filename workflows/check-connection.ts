import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { CheckActivities } from '../activities/check-connection.ts';
import type { TaskActivities } from '../activities/tasks.ts';
import type { CheckConnectionInput } from './check-connection.contract.ts';
import type { IngestResult } from './ingest.contract.ts';
import { ownDatabase, sourceCall } from './options.ts';

const { beginTask, endTask } = proxyActivities<TaskActivities>(ownDatabase);
const { check } = proxyActivities<CheckActivities>(sourceCall);

/** Tries a connection step by step and discovers its objects; the report is stored with the connection. */
export const checkConnection = async (input: CheckConnectionInput): Promise<IngestResult> => {
  await beginTask(input);
  try {
    await check(input);
    return await endTask({ ...input, failures: [] });
  } catch (error) {
    if (isCancellation(error)) throw error;
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : 'The check broke off';
    return await endTask({ ...input, failures: [{ stream: '', reason }] });
  }
};
