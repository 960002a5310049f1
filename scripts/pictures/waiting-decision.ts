import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { ingest } from '../../demo/ingest.ts';

const object = 'customers';
const [usual, other] = ['industry', 'line_of_business'] as const;

const connection = z.object({ connection_id: z.string(), system: z.string(), name: z.string() });
const accepted = z.object({ task_id: z.string() });
const repair = z.object({ repair_id: z.string() });

/**
 * Renames a column of the demo's own database, so that a decision waits while pictures are taken, and gives the column its
 * name back afterwards, by which the ticket heals. Where a decision waits already, or there is no such database, nothing is done.
 */
export const whileDecisionWaits = async (api: ApiClient, work: () => Promise<void>): Promise<void> => {
  const waiting = async (): Promise<boolean> =>
    (await api.list(repair, '/mesh/repairs?state=proposed', 1)).length > 0;
  const database = (await api.list(connection, '/connections')).find(({ system }) => system === 'supabase');
  if (database === undefined || (await waiting())) {
    await work();
    return;
  }
  const id = database.connection_id;
  const rename = async (from: string, to: string): Promise<void> => {
    const body = { connection_id: id, kind: 'rename_column', object, arguments: { from, to } };
    await api.call(accepted, 'POST', '/mesh/test/supabase/mutate', body);
    // The change is a task of its own; the ingest behind it waits for its turn at the same connection.
    await sleep(3_000);
    await ingest(api, { id, slug: database.name }, () => undefined);
  };
  await rename(usual, other);
  for (let waited = 0; waited < 60 && !(await waiting()); waited += 1) await sleep(1_000);
  try {
    await work();
  } finally {
    await rename(other, usual);
  }
};
