import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../../support/services.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newMember, newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

type Body = Record<string, unknown>;
let api: TestApi;
let admin: TestUser;
let operator: TestUser;
let viewer: TestUser;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(testFolder(), 'uploads-'));
  api = await startTestApi({
    environment: {
      RATE_WRITES_PER_MINUTE: '100000',
      RATE_READS_PER_MINUTE: '100000',
      FILESOURCE_ROOT: root,
    },
  });
  admin = await newTenant(api);
  operator = await newMember(api, admin, 'operator');
  viewer = await newMember(api, admin, 'viewer');
});
afterAll(async () => {
  await api.close();
  rmSync(root, { recursive: true, force: true });
});

const stored = (tenant = admin): string[] => readdirSync(join(root, tenant.tenantId, 'uploads')).sort();
const send = async (
  form: FormData,
  {
    query = '',
    user = operator,
    key = randomUUID(),
  }: { readonly query?: string; readonly user?: TestUser; readonly key?: string } = {},
): Promise<{ status: number; json: Body }> => {
  const response = await fetch(`${api.url}/api/v1/uploads${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${user.token}`, 'idempotency-key': key },
    body: form,
  });
  return { status: response.status, json: (await response.json()) as Body };
};
const formOf = (name: string, content = 'Id;Name\n1;A\n', field = 'file'): FormData => {
  const form = new FormData();
  form.append(field, new Blob([content]), name);
  return form;
};

test('stores a file where a filesource connection finds it', async () => {
  const content = 'Id;Name\n1;Ünï\n';
  const { status, json } = await send(formOf('Kunden 2026.csv', content));
  expect(status).toBe(201);
  expect(json).toMatchObject({
    name: 'Kunden 2026.csv',
    path: 'uploads/Kunden 2026.csv',
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    uploaded_by: operator.userId,
  });
  expect(readFileSync(join(root, admin.tenantId, 'uploads', 'Kunden 2026.csv'), 'utf8')).toBe(content);
});

test('an upload is repeated under its key by the same bytes alone', async () => {
  const once = (content: string) => send(formOf('once.csv', content), { key: 'once' });
  const first = await once('Id;Name\n1;A\n');
  expect(first.status).toBe(201);
  expect(await once('Id;Name\n1;A\n')).toEqual(first);
  expect(await once('Id;Name\n1;B\n')).toMatchObject({ status: 422, json: { code: 'idempotency_mismatch' } });
  expect(readFileSync(join(root, admin.tenantId, 'uploads', 'once.csv'), 'utf8')).toBe('Id;Name\n1;A\n');
  expect(stored().filter((name) => name.startsWith('.partial-'))).toEqual([]);
});

test.each([
  ['../../../etc/cron.csv', 'cron.csv'],
  ['..\\..\\evil.csv', 'evil.csv'],
  ['.hidden.csv', 'hidden.csv'],
  ['a<b>|c".csv', 'a_b__c_.csv'],
  ['名簿.xlsx', '名簿.xlsx'],
  [`${'n'.repeat(150)}.parquet`, `${'n'.repeat(110)}.parquet`],
])('a file named %j is stored as %j', async (given, name) => {
  const { status, json } = await send(formOf(given));
  expect([status, json['name']]).toEqual([201, name]);
  expect(stored()).toContain(name);
  expect(readdirSync(root)).toEqual(expect.not.arrayContaining(['cron.csv', 'evil.csv']));
});

test('never overwrites unasked, not even of ten at once', async () => {
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) => send(formOf('race.csv', `Id\n${n}\n`))),
  );
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 409)).toHaveLength(9);
  const { status } = await send(formOf('race.csv', 'Id\nnew\n'), { query: '?replace=true' });
  expect(status).toBe(201);
  expect(readFileSync(join(root, admin.tenantId, 'uploads', 'race.csv'), 'utf8')).toBe('Id\nnew\n');
  const { json } = await api.ask('GET', '/api/v1/uploads', { token: viewer.token });
  expect((json?.['data'] as Body[]).filter((row) => row['name'] === 'race.csv')).toHaveLength(1);
});

test('refuses what is no such file, and leaves nothing behind', async () => {
  const before = stored();
  const two = formOf('a.csv');
  two.append('file', new Blob(['x']), 'b.csv');
  const field = formOf('c.csv');
  field.append('note', 'text');
  for (const form of [
    formOf('run.exe'),
    formOf('notes.txt'),
    formOf('csv'),
    formOf('x.csv', 'x', 'other'),
    two,
    field,
    new FormData(),
  ])
    expect((await send(form)).status).toBe(422);
  const json = await api.ask('POST', '/api/v1/uploads', { token: operator.token, body: {} });
  expect(json.status).toBe(422);
  expect(stored()).toEqual(before);
});

test('deletes file and row; another tenant cannot', async () => {
  const { json } = await send(formOf('gone.csv'));
  const path = `/api/v1/uploads/${String(json['upload_id'])}`;
  const other = await newTenant(api, 'Other');
  expect((await api.ask('DELETE', path, { token: other.token })).status).toBe(404);
  expect(stored()).toContain('gone.csv');
  expect((await api.ask('GET', '/api/v1/uploads', { token: other.token })).json?.['data']).toEqual([]);
  expect((await api.ask('DELETE', path, { token: operator.token })).status).toBe(204);
  expect(stored()).not.toContain('gone.csv');
  expect((await api.ask('DELETE', path, { token: operator.token })).status).toBe(404);
});
