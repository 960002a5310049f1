import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import type { DemoDatabase } from './demo-database.ts';

const [usual, other] = ['industry', 'line_of_business'] as const;
const table = 'customers';
const repair = z.object({ repair_id: z.string() });
const policy = z.object({ policy_id: z.string() });

/**
 * Renames a column of a table whose policy is to ask, so that a decision waits while pictures are taken, and gives it its name back
 * afterwards, by which the ticket heals. Where a decision waits already nothing is done.
 */
export const whileDecisionWaits = async (
  api: ApiClient,
  database: DemoDatabase | undefined,
  work: () => Promise<void>,
): Promise<void> => {
  const waiting = async (): Promise<boolean> =>
    (await api.list(repair, '/mesh/repairs?state=proposed', 1)).length > 0;
  if (database === undefined || (await waiting())) {
    await work();
    return;
  }
  const rename = async (from: string, to: string): Promise<void> => {
    await database.change('rename_column', table, { from, to });
    await database.ingest();
  };
  const { policy_id } = await api.call(policy, 'PUT', '/mesh/policies', {
    connection_id: database.connectionId,
    object: table,
    policy: 'ask',
  });
  try {
    await rename(usual, other);
    for (let waited = 0; !(await waiting()); waited += 1) {
      if (waited === 60)
        throw new Error(`No repair was proposed within a minute after ${usual} had become ${other}`);
      await sleep(1_000);
    }
    await work();
  } finally {
    await rename(other, usual);
    await api.call(z.unknown(), 'DELETE', `/mesh/policies/${policy_id}`);
  }
};
