import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { Fault } from '../../domain/faults.ts';

export type TestSourceName = 'supabase' | 'mongo' | 'salesforce' | 'filesource';

const task = z.object({ state: z.string(), failures: z.array(z.object({ reason: z.string() })) });

/** Renames a field of a test source and waits until that is done. Throws when it could not be. */
export const mutate = async (
  api: ApiClient,
  source: TestSourceName,
  connectionId: string,
  { object, from, to }: { readonly object: string; readonly from: string; readonly to: string },
): Promise<void> => {
  const { task_id: id } = await api.call(
    z.object({ task_id: z.string() }),
    'POST',
    `/mesh/test/${source}/mutate`,
    {
      connection_id: connectionId,
      kind: source === 'mongo' ? 'rename_field' : 'rename_column',
      object,
      arguments: { from, to },
    },
  );
  for (;;) {
    const { state, failures } = await api.call(task, 'GET', `/tasks/${id}`);
    if (state === 'success') return;
    if (state !== 'queued' && state !== 'in_progress')
      throw new Fault('conflict', `The source was not changed: ${failures[0]?.reason ?? state}`);
    await sleep(500);
  }
};
