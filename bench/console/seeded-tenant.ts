import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { ensureConnection } from '../../demo/ensure-connection.ts';
import { ensureTenant } from '../../demo/ensure-tenant.ts';
import { ingest } from '../../demo/ingest.ts';

/** Somebody who signs in, and the tenant that is theirs. */
export interface Member {
  readonly api: ApiClient;
  readonly tenantId: string;
  readonly email: string;
  readonly password: string;
}

const password = 'bench-only-on-loopback-3f9c';

/** A tenant of its own, empty, for each run: what an earlier one decided would be missing. */
export const newMember = async (apiUrl: string, tenantName: string): Promise<Member> => {
  const email = `${randomUUID().slice(0, 8)}@bench.example`;
  return { ...(await ensureTenant(apiUrl, { email, password, tenantName })), email, password };
};

const accepted = z.object({ task_id: z.string() });
const task = z.object({ state: z.string() });

/** The demo data connected and unified, agents and all, and repairs of three renamed files that wait for a decision. */
export const seedTenant = async ({ api, tenantId }: Member, filesRoot: string): Promise<void> => {
  const { task_id } = await api.call(accepted, 'POST', '/demo-data');
  const ends = async (): Promise<boolean> =>
    !['queued', 'in_progress'].includes((await api.call(task, 'GET', `/tasks/${task_id}`)).state);
  await waitFor('the run over the demo data ends', ends);
  await renameColumns(api, join(filesRoot, tenantId, folder));
};

const folder = 'offices';
const files = ['firms.csv', 'shops.csv', 'banks.csv'];
const columns = 'id,title,sector,site';
const rows = Array.from(
  { length: 150 },
  (_none, row) => `${row},Firm ${row},sector ${row % 9},https://firm${row}.example`,
);

const renameColumns = async (api: ApiClient, place: string): Promise<void> => {
  const write = async (head: string): Promise<void> => {
    await mkdir(place, { recursive: true });
    for (const file of files) await writeFile(join(place, file), `${[head, ...rows].join('\n')}\n`);
  };
  await write(columns);
  const id = await ensureConnection(api, {
    slug: folder,
    name: 'Offices',
    system: 'filesource',
    config: { folder },
  });
  for (const file of files)
    await api.call(z.unknown(), 'POST', '/mesh/mappings', {
      connection_id: id,
      document: `system: filesource\nobject: ${file}\nentity: account\nversion: 1\nkey: id\nfields:\n  name: { from: title, required: true }\n  industry: sector\n  website: site\n`,
      reason: 'benchmark',
    });
  const connection = { id, slug: folder };
  await ingest(api, connection, () => undefined);
  await write('id,title,industry_sector,web_site');
  await ingest(api, connection, () => undefined);
  const waiting = async (): Promise<boolean> =>
    (await api.list(z.unknown(), '/mesh/repairs?state=proposed')).length === files.length;
  await waitFor('the repairs wait for a decision', waiting);
};

const attempts = 300;

const waitFor = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; !(await isSo()); attempt += 1) {
    if (attempt === attempts) throw new Error(`waited for ${attempts} s until ${what}`);
    await sleep(1_000);
  }
};
