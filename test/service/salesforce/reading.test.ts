import type { RowBatch } from '../../../connectors/contract.ts';
import { collect, faultCode } from '../../contract/source-under-test.ts';
import { manyAccounts, namesOf, openOrg, requestOf } from './open-simulator.ts';
import type { OpenedOrg } from './open-simulator.ts';

const anHourAgo = Date.now() - 3600_000;
let org: OpenedOrg;

beforeEach(async () => {
  org = await openOrg();
});
afterEach(async () => {
  await org.close();
});

const expected = (count: number): string[] => Array.from({ length: count }, (_unused, at) => `Account ${at}`);

test('reads over several pages of the server', async () => {
  org.simulator.loadRecords('Account', manyAccounts(4321, anHourAgo));
  const batches = await collect(org.source.read(requestOf(await org.account(), { batchRows: 2000 })));
  expect(batches.map(({ rows }) => rows.length)).toEqual([2000, 2000, 321]);
  expect(namesOf(batches)).toEqual(expected(4321));
});

test.each(['full', 'incremental'] as const)(
  'a %s read goes on when the server forgets its cursor',
  async (mode) => {
    org.simulator.loadRecords('Account', manyAccounts(1100, anHourAgo));
    const changeField = mode === 'full' ? null : 'SystemModstamp';
    const batches: RowBatch[] = [];
    for await (const batch of org.source.read(requestOf(await org.account(), { mode, changeField }))) {
      batches.push(batch);
      org.simulator.expireQueries();
    }
    expect(namesOf(batches)).toEqual(expected(1100));
  },
);

test('a session that expires in the middle is renewed, and nothing is lost', async () => {
  org.simulator.loadRecords('Account', manyAccounts(1100, anHourAgo));
  const batches: RowBatch[] = [];
  for await (const batch of org.source.read(requestOf(await org.account()))) {
    batches.push(batch);
    org.simulator.expireSessions();
  }
  expect(namesOf(batches)).toEqual(expected(1100));
  expect(org.saved.length).toBeGreaterThan(1);
});

test('passing failures of the network and the server are ridden out', async () => {
  org.simulator.loadRecords('Account', manyAccounts(50, anHourAgo));
  const account = await org.account();
  const faults = [
    { kind: 'status', status: 503, match: '/query' },
    {
      kind: 'status',
      status: 429,
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      retryAfterSeconds: 0,
      match: '/query',
    },
    { kind: 'reset', match: '/query' },
    { kind: 'truncate', match: '/query' },
  ] as const;
  for (const fault of faults) {
    org.simulator.plan(fault);
    expect(namesOf(await collect(org.source.read(requestOf(account))))).toEqual(expected(50));
  }
});

test('lasting failures end in a fault of the catalogue', async () => {
  const account = await org.account();
  const read = () => collect(org.source.read(requestOf(account)));
  const cases = [
    [{ kind: 'status', status: 503, times: 9 }, 'source_unreachable'],
    [{ kind: 'status', status: 500, errorCode: 'UNKNOWN_EXCEPTION', times: 9 }, 'source_protocol'],
    [{ kind: 'status', status: 429, retryAfterSeconds: 60 }, 'source_rate_limited'],
    [{ kind: 'status', status: 403, errorCode: 'REQUEST_LIMIT_EXCEEDED', times: 9 }, 'source_rate_limited'],
    [{ kind: 'status', status: 403, errorCode: 'API_DISABLED_FOR_ORG' }, 'source_permission_denied'],
    [{ kind: 'status', status: 400, errorCode: 'INVALID_FIELD' }, 'source_protocol'],
    [{ kind: 'reset', times: 9 }, 'source_unreachable'],
    [{ kind: 'html' }, 'source_protocol'],
  ] as const;
  for (const [fault, code] of cases) {
    org.simulator.plan({ ...fault, match: '/query' });
    expect([fault, await faultCode(read)]).toEqual([fault, code]);
    org.simulator.clearFaults();
  }
});

test('a create whose fate is unknown is not sent twice', async () => {
  const account = await org.account();
  org.simulator.plan({ kind: 'status', status: 500, match: '/sobjects/Account', times: 1 });
  expect(await faultCode(() => org.source.create(account, { Name: 'once' }))).toBe('source_protocol');
  expect(await org.source.count(account)).toBe(0);
});

test('an abort ends a request that hangs', async () => {
  const account = await org.account();
  org.simulator.plan({ kind: 'slow', delayMs: 60_000, match: '/query' });
  const controller = new AbortController();
  const read = collect(org.source.read(requestOf(account, { signal: controller.signal })));
  controller.abort(new Error('enough'));
  await expect(read).rejects.toThrow('enough');
});

test('numbers beyond a double stay exact', async () => {
  org.simulator.loadRecords('Account', [{ Name: 'rich', AnnualRevenue: 0.1 }]);
  const account = await org.account();
  const [id] = await org.source.create(account, { Name: 'exact', AnnualRevenue: '1234567.05' });
  expect((await org.source.fetch(account, [id!]))?.['AnnualRevenue']).toBe('1234567.05');
});

test('deletions are reported once they happen after the first read', async () => {
  org.simulator.loadRecords('Account', manyAccounts(5, anHourAgo));
  const account = await org.account();
  const incremental = { mode: 'incremental', changeField: 'SystemModstamp' } as const;
  const first = await collect(org.source.read(requestOf(account, incremental)));
  expect(first.flatMap(({ deleted }) => deleted ?? [])).toEqual([]);
  const [row] = first[0]!.rows;
  const id = row![first[0]!.columns.indexOf('Id')]!;
  await org.source.delete(account, [id]);
  const since = first.at(-1)!.cursor;
  const second = await collect(org.source.read(requestOf(account, { ...incremental, since })));
  expect(second.flatMap(({ deleted }) => deleted ?? [])).toEqual([[id]]);
});

test('a field that vanishes while reading ends in a retryable fault, and the next read goes through', async () => {
  org.simulator.loadRecords('Account', manyAccounts(700, anHourAgo));
  const account = await org.account();
  org.simulator.mutate({ kind: 'drop_column', object: 'Account', arguments: { name: 'Site' } });
  expect(await faultCode(() => collect(org.source.read(requestOf(account))))).toBe('source_protocol');
  const batches = await collect(org.source.read(requestOf(await org.account())));
  expect(namesOf(batches)).toEqual(expected(700));
  expect(batches[0]!.columns).not.toContain('Site');
});

test('an object that is no longer offered is lost, not removed', async () => {
  org.simulator.mutate({ kind: 'rename_table', object: 'Account', arguments: { to: 'Firma__c' } });
  expect(await org.account()).toMatchObject({ access: 'lost', fields: [] });
});

test('a share of the daily requests is left to others', async () => {
  const small = await openOrg({ dailyApiRequests: 20 }, { apiReservePercent: 50 });
  try {
    const account = await small.account();
    const reading = async (): Promise<void> => {
      for (;;) await small.source.count(account);
    };
    expect(await faultCode(reading)).toBe('source_rate_limited');
    expect(small.simulator.usage.used).toBe(10);
    expect((await small.source.check()).steps.find(({ name }) => name === 'authentication')?.ok).toBe(true);
  } finally {
    await small.close();
  }
});
