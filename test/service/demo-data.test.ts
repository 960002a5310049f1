import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startTestApi } from '../support/test-api.ts';
import type { TestApi } from '../support/test-api.ts';
import { TestPlatform } from '../support/test-platform.ts';
import { newMember, newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

interface Dashboard {
  readonly sources: { readonly total: number; readonly demo: number };
  readonly stream: { readonly last_seq: number };
  readonly held: number;
  readonly golden: {
    readonly records: number;
    readonly duplicates: number;
    readonly events_since: number;
  } | null;
}

let platform: TestPlatform;
let api: TestApi;
let admin: TestUser;

const ask = async <T>(method: string, path: string): Promise<T> => {
  const { status, text } = await api.ask(method, `/api/v1${path}`, { token: admin.token });
  if (status >= 300) throw new Error(`${method} ${path} answered ${String(status)}: ${text}`);
  return JSON.parse(text) as T;
};
const dashboard = (): Promise<Dashboard> => ask('GET', '/dashboard');
const succeeded = async (taskId: string): Promise<void> => {
  const task = await platform.ended(taskId, 240);
  expect([task.state, task.error]).toEqual(['success', null]);
};

beforeAll(async () => {
  platform = await TestPlatform.start();
  api = await startTestApi({
    database: platform.database,
    environment: { ...platform.environment, RATE_WRITES_PER_MINUTE: '1000' },
  });
  admin = await newTenant(api);
  Object.assign(platform, { tenantId: admin.tenantId });
  await platform.startWorker();
  const own = await platform.connectFiles('own', { 'Account.csv': 'Id,Name\n1,Zeppelin Works\n' });
  expect((await platform.ingest(own)).state).toBe('success');
}, 180_000);
afterAll(async () => {
  await api.close();
  await platform.stop();
});

test('who may not connect sources may not fill the tenant with made-up ones', async () => {
  const operator = await newMember(api, admin, 'operator');
  for (const method of ['POST', 'DELETE'])
    expect(await api.ask(method, '/api/v1/demo-data', { token: operator.token })).toMatchObject({
      status: 403,
    });
});

test('demo data leads to golden records by one call, is marked, and goes without touching anything else', async () => {
  const folder = join(platform.environment['FILESOURCE_ROOT'] ?? '', admin.tenantId, 'demo-data');
  const first = await ask<{ task_id: string; existing: boolean }>('POST', '/demo-data');
  const again = await ask<{ task_id: string; existing: boolean }>('POST', '/demo-data');
  expect([first.existing, again]).toEqual([false, { ...first, existing: true }]);
  expect((await dashboard()).sources).toMatchObject({ total: 3, demo: 2 });
  await succeeded(first.task_id);

  const filled = await dashboard();
  expect(filled.golden?.records).toBeGreaterThan(500);
  expect(filled.golden?.duplicates).toBeGreaterThan(20);
  expect([filled.golden?.events_since, filled.held]).toEqual([0, 3]);
  const { data } = await ask<{ data: { name: string; created_by: string }[] }>('GET', '/connections');
  const marked = data.filter(({ created_by }) => created_by === 'demo-data').map(({ name }) => name);
  expect(marked.sort()).toEqual(['CRM export', 'Shared folder']);
  expect(existsSync(folder)).toBe(true);

  const removed = await ask<{ connections: number; task_id: string }>('DELETE', '/demo-data');
  expect(removed.connections).toBe(2);
  await succeeded(removed.task_id);
  const left = await dashboard();
  expect(left).toMatchObject({
    sources: { total: 1, demo: 0 },
    golden: { records: 1, duplicates: 0 },
    held: 0,
  });
  expect(left.stream.last_seq).toBe(filled.stream.last_seq);
  expect(existsSync(folder)).toBe(false);
  expect(await ask('DELETE', '/demo-data')).toEqual({ connections: 0, task_id: null });
}, 600_000);
