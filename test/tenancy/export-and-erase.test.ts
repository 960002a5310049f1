import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Redis } from 'ioredis';
import { tenantId } from '../../domain/ids.ts';
import { readConfig } from '../../platform/config.ts';
import type { Config } from '../../platform/config.ts';
import { exportTenant, leftOut } from '../../platform/operations/export-tenant.ts';
import { createClient } from '../../temporal/client.ts';
import { openStream, writeEvent } from '../support/event-stream.ts';
import { plantTenant } from '../support/planted-tenant.ts';
import { runCli } from '../support/run-cli.ts';
import { redisUrl, testFolder } from '../support/services.ts';
import { tenantRows } from '../support/tenant-rows.ts';
import { startTestApi } from '../support/test-api.ts';
import type { TestApi } from '../support/test-api.ts';
import { TestPlatform, until } from '../support/test-platform.ts';
import { newTenant } from '../support/test-users.ts';
import type { TestUser } from '../support/test-users.ts';

let platform: TestPlatform;
let api: TestApi;
let config: Config;
let environment: Record<string, string>;
let temporal: Client;
let mine: TestUser;
let theirs: TestUser;
const folder = mkdtempSync(join(testFolder(), 'export-'));
const redis = new Redis(redisUrl());
const canary = `canary-${randomUUID()}`;

beforeAll(async () => {
  platform = await TestPlatform.start();
  environment = { ...platform.environment, REDIS_URL: redisUrl() };
  config = readConfig(environment);
  await platform.startWorker(environment);
  api = await startTestApi({
    database: platform.database,
    environment: { ...environment, RATE_WRITES_PER_MINUTE: '1000' },
  });
  [mine, theirs] = [await newTenant(api), await newTenant(api)];
  for (const user of [mine, theirs]) {
    await plantTenant(api, user, user === theirs ? canary : `own-${randomUUID()}`);
    const stream = await openStream(api, user);
    const id = await writeEvent(api, user, 'test.copied');
    await stream.until((received) => received.some((event) => event.id === id));
    stream.close();
  }
  temporal = createClient((await platform.temporal()).connection, config);
  await until('both ingests have ended', async () => {
    const { rows } = await platform.database.admin.query(
      `select from au.tasks where state in ('queued', 'in_progress')`,
    );
    return rows.length === 0;
  });
  // What is due by its own schedule would change tenants without anybody's doing.
  await platform.database.admin.query(`update au.connections set status = 'paused'`);
  await until(
    'the outbox is empty',
    async () => (await platform.database.admin.query('select from au.outbox')).rowCount === 0,
  );
}, 180_000);
afterAll(async () => {
  redis.disconnect();
  await temporal.connection.close();
  await api.close();
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...words: string[]) => runCli(['--json', ...words], { ...environment, AUTONOMOS_HOME: folder });

test("rls_17 an export holds one tenant's rows, all of them, and no secret", async () => {
  const to = join(folder, 'theirs');
  const { code, err } = await cli('tenants', 'export', theirs.tenantId, '--to', to);
  expect([code, err]).toEqual([0, '']);
  const counts: Record<string, number> = {};
  for (const file of readdirSync(to).filter((name) => name.endsWith('.jsonl'))) {
    const lines = readFileSync(join(to, file), 'utf8').split('\n').filter(Boolean);
    const tenants = lines.map((line) => (JSON.parse(line) as { tenant_id: string }).tenant_id);
    expect(tenants.filter((tenant) => tenant !== theirs.tenantId)).toEqual([]);
    if (lines.length > 0) counts[file.replace('.jsonl', '')] = lines.length;
  }
  const all = Object.entries(await tenantRows(platform.database, theirs.tenantId));
  const shown = all.filter(([table]) => leftOut[table] === undefined && table !== 'user_emails');
  expect(counts).toEqual(Object.fromEntries(shown.map(([table, { rows }]) => [table, rows])));
  expect(readFileSync(join(to, 'canonical_streams.jsonl'), 'utf8')).toContain(canary);
  expect(readdirSync(join(to, 'files', 'uploads'))).toEqual([`${canary}.csv`]);
  expect(readFileSync(join(to, 'users.jsonl'), 'utf8')).not.toMatch(/argon2|password/);
  expect(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8'))).toMatchObject({
    tenant_id: theirs.tenantId,
    files: true,
    left_out: leftOut,
  });
});

/** Bytes that are no secrets: digests of what is exported beside them. */
const digests = [
  'audit_log.after_digest',
  'audit_log.before_digest',
  'llm_calls.request_hash',
  'materialized_accounts.row_hash',
  'materialized_cloud_costs.row_hash',
  'materialized_cloud_resources.row_hash',
  'materialized_contacts.row_hash',
  'materialized_opportunities.row_hash',
  'record_state.hash',
  'record_state.raw_hash',
  'uploads.sha256',
];

test('every column that could hold a secret is left out of exports, or known to hold none', async () => {
  const { rows } = await platform.database.admin.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns c
     join pg_class t on t.oid = ('au.' || table_name)::regclass and not t.relispartition and t.relkind in ('r', 'p')
     where table_schema = 'au' and (data_type = 'bytea' or column_name ~ 'password|secret|token_hash|sealed')
       and exists (select from information_schema.columns o
         where o.table_schema = 'au' and o.table_name = c.table_name and o.column_name = 'tenant_id')
     order by 1`,
  );
  const shown = rows
    .map(({ name }) => name)
    .filter((name) => leftOut[name] === undefined && leftOut[name.split('.')[0] ?? ''] === undefined);
  expect(shown).toEqual(digests);
});

test('an export does not write over anything, and an unknown tenant leaves no folder', async () => {
  const used = mkdtempSync(join(folder, 'used-'));
  writeFileSync(join(used, 'mine.txt'), 'mine');
  await expect(exportTenant(config, tenantId(theirs.tenantId), used)).rejects.toMatchObject({
    code: 'conflict',
  });
  const none = join(folder, 'none');
  await expect(exportTenant(config, tenantId(randomUUID()), none)).rejects.toMatchObject({
    code: 'not_found',
  });
  // A disk that is full is told the same way, but no test may fill one.
  const within = join(used, 'mine.txt', 'export');
  await expect(exportTenant(config, tenantId(theirs.tenantId), within)).rejects.toMatchObject({
    code: 'conflict',
    message: `${within} cannot be written (ENOTDIR): make room on its disk, give it to this user, or name another folder`,
  });
  const file = join(used, 'mine.txt');
  await expect(exportTenant(config, tenantId(theirs.tenantId), file)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(readdirSync(used)).toEqual(['mine.txt']);
  expect([existsSync(none), existsSync(`${none}.partial`)]).toEqual([false, false]);
});

(process.platform === 'linux' ? test : test.skip)(
  'an export into a place that takes no folder ends in one sentence',
  async () => {
    const { code, out } = await cli('tenants', 'export', theirs.tenantId, '--to', '/proc/export');
    expect(code).toBe(5);
    expect(out).toContain('/proc/export cannot be written (ENOENT): make room on its disk');
  },
);

test('erasing wants the id twice', async () => {
  const { code } = await cli('tenants', 'erase', theirs.tenantId, '--confirm', mine.tenantId);
  expect(code).toBe(6);
  expect((await api.ask('GET', '/api/v1/auth/me', { token: theirs.token })).status).toBe(200);
});

test('an erased tenant has left nothing in any table, Redis, Temporal or folder, and nobody else notices', async () => {
  const keysOf = async (user: TestUser): Promise<string[]> => {
    const keys: string[] = [];
    for await (const page of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>)
      keys.push(...page.filter((key) => key.includes(user.tenantId)));
    return keys;
  };
  const running = await temporal.workflow.start('ingest', {
    workflowId: `ingest/${theirs.tenantId}/${randomUUID()}`,
    taskQueue: 'nobody-polls-this',
    args: [{ tenantId: theirs.tenantId }],
  });
  const workflowsOf = async ({ tenantId: id }: TestUser): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { workflowId } of temporal.workflow.list({ query: `TenantId = '${id}'` }))
      ids.push(workflowId);
    return ids;
  };
  await until(
    'the index has both',
    async () => (await workflowsOf(theirs)).length > 1 && (await workflowsOf(mine)).length > 0,
  );
  const [kept, keptWorkflows] = [await tenantRows(platform.database, mine.tenantId), await workflowsOf(mine)];
  expect(await keysOf(theirs)).not.toEqual([]);

  const erased = await cli('tenants', 'erase', theirs.tenantId, '--confirm', theirs.tenantId);
  expect([erased.code, erased.err, erased.out]).toEqual([0, '', expect.stringContaining('tables')]);

  expect(await tenantRows(platform.database, theirs.tenantId)).toEqual({});
  expect(await keysOf(theirs)).toEqual([]);
  expect(existsSync(join(config.FILESOURCE_ROOT, theirs.tenantId))).toBe(false);
  let left: string[] = [];
  await until(
    'the workflows are gone',
    async () => {
      left = [];
      const query = `TenantId = '${theirs.tenantId}'`;
      for await (const { workflowId, status } of temporal.workflow.list({ query }))
        left.push(`${workflowId} ${status.name}`);
      return left.length === 0;
    },
    () => left.join('\n'),
    240,
  );
  await expect(running.describe()).rejects.toThrow();

  expect(await tenantRows(platform.database, mine.tenantId)).toEqual(kept);
  // More may have begun meanwhile, by the minute; none may be gone.
  expect(await workflowsOf(mine)).toEqual(expect.arrayContaining(keptWorkflows));
  expect(await keysOf(mine)).not.toEqual([]);
  expect(existsSync(join(config.FILESOURCE_ROOT, mine.tenantId))).toBe(true);

  // What is known of a user is asked for anew after 10 s at the most.
  await until(
    'the token is refused',
    async () => (await api.ask('GET', '/api/v1/connections', { token: theirs.token })).status === 401,
  );
  const { email, password } = theirs;
  expect((await api.ask('POST', '/api/v1/auth/login', { body: { email, password } })).status).toBe(401);
  expect((await cli('tenants', 'erase', theirs.tenantId, '--confirm', theirs.tenantId)).code).toBe(0);
  const listed = JSON.parse((await cli('tenants', 'list')).out) as { tenant_id: string }[];
  expect(listed.map((row) => row.tenant_id)).toContain(mine.tenantId);
  expect(listed.map((row) => row.tenant_id)).not.toContain(theirs.tenantId);
}, 360_000);
