import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';

const connection = z.object({ connection_id: z.string() });
const accepted = z.object({ task_id: z.string() });
const task = z.object({ state: z.string() });

/** Lets an ingest fail, since its folder is not there, and removes its connection afterwards. */
export const whileTaskFailed = async (
  api: ApiClient,
  work: (taskId: string) => Promise<void>,
): Promise<void> => {
  const { connection_id: id } = await api.call(connection, 'POST', '/connections', {
    system: 'filesource',
    name: 'Export of the branch',
    config: { folder: 'branch' },
  });
  try {
    const { task_id } = await api.call(accepted, 'POST', `/connections/${id}/ingest`);
    for (let waited = 0; waited < 120; waited += 1) {
      if ((await api.call(task, 'GET', `/tasks/${task_id}`)).state === 'failed') break;
      await sleep(500);
    }
    await work(task_id);
  } finally {
    await api.call(z.unknown(), 'DELETE', `/connections/${id}`);
  }
};
