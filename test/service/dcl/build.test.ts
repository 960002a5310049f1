import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BuildResult } from '../../../activities/dcl/build/protocol.ts';
import { revokeConstraint } from '../../../platform/database/repositories/golden-constraints.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { findGolden, goldenOf, redirectOf } from '../../../platform/database/repositories/golden-records.ts';
import { registryFile, registryLink } from '../../../platform/duckdb/registry.ts';
import { acme, DclBench, records } from './dcl-bench.ts';
import { PlantedStream } from './planted-records.ts';
import type { PlantedRecord } from './planted-records.ts';

let bench: DclBench;
beforeAll(async () => {
  bench = await DclBench.open();
}, 60_000);
afterAll(() => bench.close());

test('golden records with several values are more than are written at once', async () => {
  const resources = 10_500;
  const said = (month: string): PlantedRecord[] =>
    Array.from({ length: resources }, (_, at) => ({
      key: ['bills', 'focus', `${month} ${at}`] as const,
      entity: 'cloud_resource',
      data: { resource_id: `vm-${at}`, resource_name: `web in ${month}` },
    }));
  const { tenantId } = await bench.planted([...said('2026-01'), ...said('2026-02')]);
  const { counts } = await bench.connect(tenantId);
  expect(counts).toMatchObject({ golden: { cloud_resource: resources }, written: resources });
}, 120_000);

describe('one build', () => {
  let stream: PlantedStream;
  let result: BuildResult;
  beforeAll(async () => {
    stream = await bench.planted();
    result = await bench.connect(stream.tenantId);
  });

  test('puts the records of both sources together and leaves deleted ones out', async () => {
    expect(result.counts).toMatchObject({
      records: { account: 3, contact: 2, opportunity: 3, cloud_resource: 2, cloud_cost: 2 },
      golden: { account: 2, contact: 1, opportunity: 3, cloud_resource: 1, cloud_cost: 2 },
      duplicates: { account: 1, contact: 1 },
      unlinked: { opportunity: 1 },
      out_of_range: { account: 0, cloud_cost: 0 },
      written: 9,
      removed: 0,
    });
    const ids = await bench.idsOf(stream.tenantId, 'account');
    expect(ids['crm/Account/a1']).toBe(ids['shop/customers/77']);
    expect(ids['crm/Account/a2']).not.toBe(ids['crm/Account/a1']);
    expect(Object.keys(ids)).toEqual(['crm/Account/a1', 'crm/Account/a2', 'shop/customers/77']);
  });

  test('says of every value which record, mapping version and rule it comes from, in both stores alike', async () => {
    const { 'crm/Account/a1': id = '' } = await bench.idsOf(stream.tenantId, 'account');
    const row = await bench.asApp(stream.tenantId, (transaction) => findGolden(transaction, 'account', id));
    expect(row?.values).toMatchObject({
      name: 'ACME Steel',
      industry: 'Steel works',
      annual_revenue: '1200000.5',
      currency: 'EUR',
      employee_count: 40,
      updated_at: '2026-03-01T08:30:00.25Z',
      website: null,
    });
    expect(row?.extras).toEqual({ note: 'new', rating: 'hot' });
    expect(row?.sources.map(({ record_key, mapping_version }) => [record_key, mapping_version])).toEqual([
      ['crm/Account/a1', 1],
      ['shop/customers/77', 3],
    ]);
    expect(row?.provenance).toMatchObject({ name: [1, 'freshest'], annual_revenue: [0, 'only'] });
    const values = await bench.rows(
      stream.tenantId,
      `SELECT field, record_key, mapping_version, rule FROM golden_values
       WHERE golden_id = '${id}' AND field IN ('name', 'annual_revenue') ORDER BY field`,
    );
    expect(values).toEqual([
      ['annual_revenue', 'crm/Account/a1', 1, 'only'],
      ['name', 'shop/customers/77', 3, 'freshest'],
    ]);
    const [file] = await bench.rows(
      stream.tenantId,
      `SELECT name, annual_revenue, updated_at FROM accounts WHERE account_id = '${id}'`,
    );
    expect(file).toEqual(['ACME Steel', '1200000.5', '2026-03-01T08:30:00.25Z']);
  });

  test('links contacts, deals and parents to golden accounts by id and by name', async () => {
    const { 'crm/Account/a1': acmeId } = await bench.idsOf(stream.tenantId, 'account');
    expect(
      await bench.rows(stream.tenantId, 'SELECT name, account_id FROM opportunities ORDER BY name'),
    ).toEqual([
      ['By name', acmeId],
      ['Nobody', null],
      ['Rails', acmeId],
    ]);
    expect(await bench.rows(stream.tenantId, 'SELECT account_id, title FROM contacts')).toEqual([
      [acmeId, 'CFO'],
    ]);
    expect(
      await bench.rows(stream.tenantId, `SELECT parent_id FROM accounts WHERE name LIKE 'Blue%'`),
    ).toEqual([[acmeId]]);
  });

  test('keeps money exact and joins the lines of one cloud resource, the latest first', async () => {
    expect(await bench.rows(stream.tenantId, 'SELECT sum(billed_cost) FROM cloud_costs')).toEqual([
      ['2.10000000002'],
    ]);
    expect(
      await bench.rows(stream.tenantId, `SELECT amount FROM opportunities WHERE name = 'Rails'`),
    ).toEqual([['99999999.999999999999999999']]);
    const [resource] = await bench.rows(
      stream.tenantId,
      'SELECT resource_id, resource_name, tags FROM cloud_resources',
    );
    expect(resource).toEqual(['vm-1', 'web', { team: '2026-02' }]);
  });

  test('is known to the planner at once, without which long lists are read whole', async () => {
    const { rows } = await bench.database.admin.query<{ relname: string; reltuples: number }>(
      `select relname, reltuples from pg_class where relnamespace = 'au'::regnamespace and relkind = 'r'
         and (relname like 'materialized%' or relname = 'golden_members')`,
    );
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ reltuples }) => reltuples <= 0)).toEqual([]);
  });

  test('shows nothing of it to another tenant', async () => {
    const other = await bench.planted([]);
    const { 'crm/Account/a1': id = '' } = await bench.idsOf(stream.tenantId, 'account');
    expect(
      await bench.asApp(other.tenantId, (transaction) => findGolden(transaction, 'account', id)),
    ).toBeUndefined();
    await expect(bench.rows(other.tenantId, 'SELECT 1')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('made again, has the same content and writes no row', async () => {
    const again = await bench.connect(stream.tenantId);
    expect(again.generation).toBe(result.generation + 1);
    expect(again.contentHash).toBe(result.contentHash);
    expect(again.counts).toMatchObject({ written: 0, removed: 0 });
    expect(basename(realpathSync(registryLink(bench.root, stream.tenantId)))).toBe(
      basename(registryFile(bench.root, stream.tenantId, again.generation)),
    );
  });
});

test('the order in which records came changes neither ids nor content', async () => {
  const [one, other] = [
    await bench.planted(),
    await bench.planted([...records].reverse().filter(({ data }) => data !== null)),
  ];
  const gone = records.filter(({ data }) => data === null);
  await other.append(gone);
  const [first, second] = [await bench.connect(one.tenantId), await bench.connect(other.tenantId)];
  expect(second.contentHash).toBe(first.contentHash);
  expect(await bench.idsOf(other.tenantId, 'account')).toEqual(await bench.idsOf(one.tenantId, 'account'));
});

test('a field that waits for its repair keeps the value that was known last, and says from where', async () => {
  const stream = await PlantedStream.create(bench.database);
  const key = ['crm', 'Account', 'a1'] as const;
  await stream.append([{ key, entity: 'account', data: { name: 'Acme', industry: 'Metal' } }]);
  await stream.append([
    {
      key,
      entity: 'account',
      data: { name: 'Acme AG' },
      pending: [{ field: 'industry', last_seq: 1 }],
      mappingVersion: 2,
    },
  ]);
  // More than what is loaded at a time.
  const costs = Array.from({ length: 5_000 }, (_, at) => ({
    key: ['usage', 'costs', String(at)] as const,
    entity: 'cloud_cost' as const,
    data: {},
  }));
  await stream.append(costs);
  await bench.connect(stream.tenantId);
  expect(await bench.rows(stream.tenantId, 'SELECT name, industry FROM accounts')).toEqual([
    ['Acme AG', 'Metal'],
  ]);
  expect(
    await bench.rows(stream.tenantId, 'SELECT field, seq, mapping_version FROM golden_values ORDER BY field'),
  ).toEqual([
    ['industry', 1, 1],
    ['name', 2, 2],
  ]);
});

test('adding records keeps ids; a record whose connection is removed is gone', async () => {
  const stream = await bench.planted();
  await bench.connect(stream.tenantId);
  const before = await bench.idsOf(stream.tenantId, 'account');
  // Smaller than every key there is: what is minted anew would differ.
  await stream.append([
    {
      key: ['aaa', 'Account', '0'],
      entity: 'account',
      data: { ...acme, updated_at: '2025-01-01T00:00:00Z' },
    },
  ]);
  const added = await bench.connect(stream.tenantId);
  expect(await bench.idsOf(stream.tenantId, 'account')).toEqual({
    'aaa/Account/0': before['crm/Account/a1'],
    ...before,
  });
  expect(added.counts.written).toBe(1);
  await bench.database.admin.query(
    `update au.connections set deleted_at = now() where tenant_id = $1 and slug = 'shop'`,
    [stream.tenantId],
  );
  await bench.connect(stream.tenantId);
  const { 'shop/customers/77': gone, ...left } = before;
  expect(gone).toBe(before['crm/Account/a1']);
  expect(await bench.idsOf(stream.tenantId, 'account')).toEqual({ 'aaa/Account/0': gone, ...left });
});

test("people's decisions hold in every build, and taken back they do not", async () => {
  const stream = await bench.planted();
  const { tenantId } = stream;
  await bench.connect(tenantId);
  const first = await bench.idsOf(tenantId, 'account');
  const split = await bench.decide(tenantId, {
    kind: 'split',
    groups: [['crm/Account/a1'], ['shop/customers/77']],
  });
  const merge = await bench.decide(tenantId, {
    kind: 'merge',
    records: ['crm/Account/a1', 'crm/Account/a2'],
  });
  for (const _again of [1, 2]) {
    await bench.connect(tenantId);
    const ids = await bench.idsOf(tenantId, 'account');
    expect(ids['crm/Account/a1']).toBe(ids['crm/Account/a2']);
    expect(ids['shop/customers/77']).not.toBe(ids['crm/Account/a1']);
  }
  const gone = first['crm/Account/a2'] ?? '';
  const heir = (await bench.idsOf(tenantId, 'account'))['crm/Account/a2'];
  expect(await bench.asApp(tenantId, (transaction) => redirectOf(transaction, 'account', gone))).toBe(heir);
  expect(await bench.eventsOf(tenantId)).toEqual(['golden.merged', 'golden.split']);
  for (const id of [split, merge])
    await bench.asApp(tenantId, (transaction) => revokeConstraint(transaction, id, randomUUID()));
  await bench.connect(tenantId);
  expect(await bench.idsOf(tenantId, 'account')).toEqual(first);
  expect(
    await bench.asApp(tenantId, (transaction) => redirectOf(transaction, 'account', gone)),
  ).toBeUndefined();
  const pin = { kind: 'pin', record: 'shop/customers/77', golden: first['crm/Account/a2'] ?? '' } as const;
  const pinned = await bench.decide(tenantId, pin);
  await bench.connect(tenantId);
  expect((await bench.idsOf(tenantId, 'account'))['shop/customers/77']).toBe(pin.golden);
  for (const key of ['shop/customers/77', 'crm/Account/a2'])
    expect(
      await bench.asApp(tenantId, (transaction) => goldenOf(transaction, 'account', [key])),
    ).toMatchObject([{ golden_id: pin.golden }]);

  // Whoever comes to a golden record by a later word drives nobody out of it.
  await bench.asApp(tenantId, (transaction) => revokeConstraint(transaction, pinned, randomUUID()));
  await bench.decide(tenantId, {
    kind: 'split',
    groups: [['crm/Account/a2'], ['crm/Account/a1', 'shop/customers/77']],
  });
  await bench.connect(tenantId);
  const golden = (await bench.idsOf(tenantId, 'account'))['crm/Account/a1'] ?? '';
  await bench.decide(tenantId, { kind: 'pin', record: 'crm/Account/a2', golden });
  for (const _again of [1, 2]) {
    await bench.connect(tenantId);
    const ids = await bench.idsOf(tenantId, 'account');
    expect([ids['crm/Account/a1'], ids['crm/Account/a2'], ids['shop/customers/77']]).toEqual([
      golden,
      golden,
      golden,
    ]);
  }
});

test('weights are kept until somebody asks for new ones', async () => {
  const stream = await bench.planted();
  const model = async (): Promise<unknown> => (await bench.asApp(stream.tenantId, currentGeneration))?.model;
  await bench.connect(stream.tenantId);
  const first = await model();
  await stream.append(
    Array.from({ length: 30 }, (_, at) => ({
      key: ['more', 'Account', String(at)] as const,
      entity: 'account',
      data: { name: `Company ${String(at)} Works`, domain: `company${String(at)}.example` },
    })),
  );
  await bench.connect(stream.tenantId);
  expect(await model()).toEqual(first);
  await bench.connect(stream.tenantId, true);
  expect(await model()).not.toEqual(first);
});

test('a damaged file is passed over and mended by the next build; nothing is left lying about', async () => {
  const stream = await bench.planted();
  const first = await bench.connect(stream.tenantId);
  const second = await bench.connect(stream.tenantId);
  const path = registryFile(bench.root, stream.tenantId, second.generation);
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(path, bytes);
  const read = async (): Promise<number> =>
    (await bench.query(stream.tenantId, 'SELECT count(*) FROM accounts')).generation;
  expect(await read()).toBe(first.generation);
  writeFileSync(`${path}.spill`, 'left by a builder that was killed');
  const third = await bench.connect(stream.tenantId);
  expect(third.contentHash).toBe(first.contentHash);
  expect(await read()).toBe(third.generation);
  expect(
    readdirSync(join(bench.root, stream.tenantId)).filter((name) => !/\.duckdb(\.read-.*)?$/.test(name)),
  ).toEqual([]);
});
