import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';

let it: TestInstallation;

beforeAll(async () => {
  it = await startInstallation();
  const folder = join(it.platform.folder, 'files', it.admin.tenantId, 'crm');
  await mkdir(folder, { recursive: true });
  const rows = Array.from(
    { length: 60 },
    (_, at) => `Company ${at},${['retail', 'software', 'medical'][at % 3] ?? ''},1999,${at}.5,${at},Kenya,`,
  );
  const header = 'account,sector,year_established,revenue,employees,office_location,subsidiary_of';
  await writeFile(join(folder, 'accounts.csv'), [header, ...rows].join('\n'));
  await it.connect({ system: 'filesource', name: 'CRM', config: { folder: 'crm', testSource: true } });
});
afterAll(() => it.close());

const probe = async (name: string): Promise<{ readonly code: number | null; readonly said: string }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../demo/probes/main.ts'), name], {
    env: { PATH: process.env['PATH'], AUTONOMOS_URL: it.api.url, AUTONOMOS_TOKEN: it.admin.token } as never,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const hurry = setInterval(() => void it.hurryObserver(), 3_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(hurry);
  return { code, said };
};

test('an ingest of everything, and a rename there and back, hold on a running installation', async () => {
  const ingested = await probe('ingest_seed');
  expect(ingested).toEqual({ code: 0, said: expect.stringContaining('60 read, 60 changed') as string });
  const drifted = await probe('drift_filesource');
  expect(drifted).toEqual({
    code: 0,
    said: expect.stringMatching(
      /sector is renamed to sector_sector[\s\S]*sector_sector is renamed to sector\n/,
    ) as string,
  });
  expect((await probe('nothing')).code).toBe(2);
}, 600_000);

test('from a file of deals to what RevOps finds in them, with every cited record there', async () => {
  const folder = join(it.platform.folder, 'files', it.admin.tenantId, 'deals');
  await mkdir(folder, { recursive: true });
  const header = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
  const stages = ['Won', 'Lost', 'Engaging', 'Won'];
  const rows = Array.from({ length: 200 }, (_, at) => {
    const month = String((at % 12) + 1).padStart(2, '0');
    return `D${at},Agent ${at % 4},GTX Pro,Company ${at % 60},${stages[at % 4] ?? ''},2025-${month}-02,2025-${month}-20,${100 + at}`;
  });
  await writeFile(join(folder, 'sales_pipeline.csv'), [header, ...rows].join('\n'));
  await it.connect({ system: 'filesource', name: 'Deals', config: { folder: 'deals' } });
  const held = await probe('e2e_revops_probe');
  expect(held).toEqual({
    code: 0,
    said: expect.stringMatching(/generation 1, 0 events behind\n\d+ insights/) as string,
  });
}, 300_000);
