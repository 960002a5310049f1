import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { ingest } from '../../demo/ingest.ts';
import type { Json } from '../../domain/json.ts';

const connection = z.object({ connection_id: z.string(), system: z.string(), name: z.string() });
const accepted = z.object({ task_id: z.string() });
const task = z.object({ state: z.string() });

/** The demo's own PostgreSQL: it may be changed on purpose. */
export interface DemoDatabase {
  readonly connectionId: string;
  /** Changes a table, and waits until that is done. */
  readonly change: (kind: string, object: string, details: Readonly<Record<string, Json>>) => Promise<void>;
  readonly ingest: () => Promise<void>;
}

/** Undefined where the installation has no such source. */
export const demoDatabase = async (api: ApiClient): Promise<DemoDatabase | undefined> => {
  const found = (await api.list(connection, '/connections')).find(({ system }) => system === 'supabase');
  if (found === undefined) return undefined;
  const id = found.connection_id;
  return {
    connectionId: id,
    change: async (kind, object, details) => {
      const body = { connection_id: id, kind, object, arguments: details };
      const { task_id } = await api.call(accepted, 'POST', '/mesh/test/supabase/mutate', body);
      const isOver = async (): Promise<boolean> =>
        !['queued', 'in_progress'].includes((await api.call(task, 'GET', `/tasks/${task_id}`)).state);
      for (let waited = 0; waited < 60 && !(await isOver()); waited += 1) await sleep(500);
    },
    ingest: async () => {
      await ingest(api, { id, slug: found.name }, () => undefined);
    },
  };
};
