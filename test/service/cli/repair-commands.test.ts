import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plantRepair } from '../../support/planted-repair.ts';
import type { PlantedRepair } from '../../support/planted-repair.ts';
import { runCli } from '../../support/run-cli.ts';
import { testFolder } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let user: TestUser;
let folder: string;
let connection: string;
beforeAll(async () => {
  folder = mkdtempSync(join(testFolder(), 'cli-'));
  api = await startTestApi({
    environment: { RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
  });
  user = await newTenant(api);
  const { json } = await ask('/connections', { system: 'filesource', name: 'Files', config: {} });
  connection = String(json?.['connection_id']);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, body: unknown) => api.ask('POST', `/api/v1${path}`, { token: user.token, body });
const run = (...words: string[]) =>
  runCli(words, { AUTONOMOS_HOME: folder, AUTONOMOS_URL: api.url, AUTONOMOS_TOKEN: user.token });
const waiting = async (object: string): Promise<PlantedRepair> => {
  const document = `system: filesource\nobject: ${object}\nentity: account\nversion: 1\nkey: Id\nfields:\n  name: Company\n`;
  await ask('/mesh/mappings', { connection_id: connection, document, reason: 'first' });
  return await plantRepair(api.database, { tenantId: user.tenantId, connectionId: connection, object });
};

test('a ticket and its repair are listed, shown and approved in part; a second decision ends with 5', async () => {
  const { repairId, driftEventId } = await waiting('a.csv');
  const tickets = await run('drift', 'list', '--connection', 'files');
  expect([tickets.code, tickets.out]).toEqual([
    0,
    expect.stringMatching(/│ files +│ a.csv +│ renamed +│ breaking +│ waiting +│ ask/) as string,
  ]);
  const shown = await run('drift', 'show', driftEventId);
  expect(shown.out).toMatch(/lost: Company\npolicy: ask \(default\)\nrepair: proposed review 0.80/);
  const repairs = await run('--json', 'repairs', 'list', '--state', 'proposed');
  expect(JSON.parse(repairs.out)).toMatchObject([{ repair_id: repairId, object: 'a.csv' }]);
  const repair = await run('repairs', 'show', repairId);
  expect(repair.out).toMatch(/account.name +│ Company +│ Label +│ 0.80 +│ both speak of the label/);

  const edit = join(folder, 'edit.yaml');
  writeFileSync(edit, '- id: account.phone\n');
  expect((await run('repairs', 'approve', repairId, '--edit', edit)).code).toBe(6);
  writeFileSync(edit, '- id: account.name\n  from: Brand\n');
  const preview = await run('repairs', 'preview', repairId, '--edit', edit);
  expect([preview.code, preview.out]).toEqual([0, 'no stored record changes\n']);
  const approved = await run('repairs', 'approve', repairId, '--edit', edit);
  expect([approved.code, approved.out]).toEqual([0, `Approved ${repairId}\n`]);
  expect((await run('repairs', 'reject', repairId, '--reason', 'too late')).code).toBe(5);
}, 300_000);

test('a repair is rejected with a reason; what is not applied cannot be undone; unknown ids end with 4', async () => {
  const { repairId, driftEventId } = await waiting('b.csv');
  const refused = await Promise.all([
    run('repairs', 'undo', repairId),
    run('repairs', 'reject', repairId),
    // An account must have its name, which would be gone.
    run('drift', 'accept', driftEventId),
    run('drift', 'show', '00000000-0000-4000-8000-000000000000'),
  ]);
  expect(refused.map(({ code }) => code)).toEqual([5, 2, 6, 4]);
  expect((await run('repairs', 'reject', repairId, '--reason', 'wrong')).code).toBe(0);
}, 300_000);
