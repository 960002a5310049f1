import { lastSeq } from '../../../platform/database/repositories/pinned-records.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { adminToken } from '../../support/api-process.ts';
import { databaseUrl } from '../../support/services.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import type { TcpProxy } from '../../support/tcp-proxy.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import { RepairBench, repairEnvironment } from './repair-bench.ts';

const rows = process.env['AUTONOMOS_TEST_FULL'] === '1' ? 100_000 : 2_000;
const seconds = 900;

let platform: TestPlatform;
let proxy: TcpProxy;
let bench: RepairBench;
let api: TestApi;
let token: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  const { hostname, port } = new URL(databaseUrl());
  proxy = await startTcpProxy(hostname, Number(port));
  await platform.startWorker(repairEnvironment({ EGRESS_ALLOW: `${hostname}:${String(proxy.port)}` }));
  bench = await RepairBench.on(platform, proxy.port);
  // The observer, too, would talk to the source.
  await platform.database.admin.query(`update au.connections set observe_at = now() + interval '1 day'`);
  api = await startTestApi({ database: platform.database, environment: platform.environment });
  token = await adminToken(platform);
});

afterAll(async () => {
  await api.close();
  await bench.close();
  await platform.stop();
  await proxy.close();
});

/** What the API says of some records at a seq, and the whole stream's state at it. */
const seenAt = async (seq: number): Promise<readonly unknown[]> => {
  const answers: unknown[] = [await bench.stateHash('firms', seq)];
  for (const id of [1, 2, 3, 1_000, rows]) {
    const key = encodeURIComponent(`${bench.slug}/firms/${String(id)}`);
    const { status, text } = await api.ask('GET', `/api/v1/records/account/${key}?as_of=${String(seq)}`, {
      token,
    });
    answers.push([status, text]);
  }
  return answers;
};

const now = (): Promise<number> => withTenant(platform.app, platform.tenantId, lastSeq);

const ingested = async (): Promise<void> => {
  const task = await platform.ended(await platform.enqueueIngest(bench.connectionId), seconds);
  expect(task).toMatchObject({ state: 'success', error: null });
};

test(
  `${rows} records are replayed without a call to the source, as if it had never drifted; undo brings the former state back`,
  async () => {
    const pages = new Map<number, readonly unknown[]>();
    const turn = async (): Promise<void> => {
      const seq = await now();
      pages.set(seq, await seenAt(seq));
    };
    for (const table of ['firms', 'steady']) await bench.table(table, rows);
    await ingested();
    await turn();
    await bench.alter('firms', 'rename column turnover to annual_turnover');
    for (const table of ['firms', 'steady'])
      await bench.source.query(`update ${bench.schema}.${table} set sector = 'moved' where id % 3 = 0`);
    await ingested();
    await turn();
    const drifted = await bench.stateHash('firms');
    const steady = await bench.stateHash('steady');
    expect([drifted.records, steady.records]).toEqual([rows, rows]);
    expect(drifted).not.toEqual(steady);

    const { repair } = await bench.settled('firms', ['waiting'], seconds);
    await until('nobody talks to the source', () => proxy.calls.open === 0);
    const { made } = proxy.calls;
    expect(made).toBeGreaterThan(0);
    await bench.decide(repair!, 'approve');
    expect((await bench.settled('firms', ['closed'], seconds)).ticket.outcome).toBe('applied');
    const { replay_task_id: task } = await bench.repair(repair!.repair_id);
    expect(await platform.ledger(task!)).toMatchObject([{ read: rows, changed: rows, unchanged: 0 }]);
    expect(await bench.stateHash('firms')).toEqual(steady);
    await turn();

    await bench.askForUndo(repair!.repair_id);
    await bench.undone(repair!.repair_id, seconds);
    expect(await bench.stateHash('firms')).toEqual(drifted);
    await turn();
    expect(proxy.calls).toEqual({ made, open: 0 });

    expect(pages.size).toBe(4);
    for (const [seq, answers] of pages) expect([seq, await seenAt(seq)]).toEqual([seq, answers]);
  },
  4 * seconds * 1_000,
);
