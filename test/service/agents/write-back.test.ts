import { randomUUID } from 'node:crypto';
import {
  decideWritebackSignal,
  writeBackId,
  writeBackState,
} from '../../../workflows/write-back.contract.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import type { PlannedFault } from '../../../demo/simulators/salesforce/fault-plan.ts';
import { openDeals, WriteBench } from './write-bench.ts';

let platform: TestPlatform;
let bench: WriteBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
  bench = await WriteBench.on(platform, { Opportunity: openDeals(20) });
  await platform.startWorker(bench.environment);
  await platform.ingest(bench.connectionId);
}, 300_000);
afterAll(async () => {
  await bench.close();
  await platform.stop();
});

test('what was approved is written once, read back, and can be taken back', async () => {
  const { updates } = bench.simulator.usage;
  const id = await bench.propose(1, 'Pipeline', 'Commit');
  await bench.decide(id, 'approve');
  const written = await bench.ended(id);
  expect(written).toMatchObject({ state: 'verified', found: { value: 'Commit', field: 'SystemModstamp' } });
  expect(await bench.category(1)).toBe('Commit');
  await bench.undo(id);
  await until('it is undone', async () => (await bench.row(id)).state === 'undone');
  expect(await bench.category(1)).toBe('Pipeline');
  expect(bench.simulator.usage.updates - updates).toBe(2);
  await expect(bench.undo(id)).rejects.toMatchObject({ code: 'conflict' });
  const { rows } = await platform.database.admin.query<{ type: string }>(
    `select type from au.event_log where subject_id = $1 order by id`,
    [id],
  );
  expect(rows.map(({ type }) => type)).toEqual([
    'writeback.proposed',
    'writeback.approved',
    'writeback.writing',
    'writeback.verified',
    'writeback.undone',
  ]);
});

test('our own write is one event when it is read again, and none after that; no ticket opens', async () => {
  const id = await bench.propose(2, 'Pipeline', 'Best Case');
  await bench.decide(id, 'approve');
  await bench.ended(id);
  const before = (await platform.events()).filter(
    ({ key }) => key.endsWith(bench.idOf(2)) || key.includes(bench.idOf(2)),
  );
  await platform.ingest(bench.connectionId);
  const after = (await platform.events()).filter(({ key }) => key.includes(bench.idOf(2)));
  expect(after.length - before.length).toBe(1);
  const total = (await platform.events()).length;
  await platform.ingest(bench.connectionId);
  expect((await platform.events()).length).toBe(total);
  const { rows } = await platform.database.admin.query('select from au.drift_events');
  expect(rows).toHaveLength(0);
});

test('a value that somebody has changed meanwhile is not overwritten, and neither is one after the write', async () => {
  const { updates } = bench.simulator.usage;
  const id = await bench.propose(3, 'Pipeline', 'Commit');
  await bench.change(3, { ForecastCategoryName: 'Omitted' });
  await bench.decide(id, 'approve');
  expect(await bench.ended(id)).toMatchObject({ state: 'conflict', found: { value: 'Omitted' } });
  expect(await bench.category(3)).toBe('Omitted');
  // The one change is the person's.
  expect(bench.simulator.usage.updates - updates).toBe(1);

  const other = await bench.propose(4, 'Pipeline', 'Commit');
  await bench.decide(other, 'approve');
  await bench.ended(other);
  await bench.change(4, { ForecastCategoryName: 'Best Case' });
  await bench.undo(other);
  await until('the undo has ended', async () => (await bench.row(other)).undo?.state === 'conflict');
  expect(await bench.row(other)).toMatchObject({ state: 'verified' });
  expect(await bench.category(4)).toBe('Best Case');
});

test('a signal without its row does nothing; of many decisions one counts; what was rejected is never written', async () => {
  const temporal = await platform.temporal();
  const id = await bench.propose(5, 'Pipeline', 'Commit');
  const handle = temporal.workflow.getHandle(writeBackId(platform.tenantId, id));
  await until('it waits', async () => {
    try {
      return (await handle.query(writeBackState)).step === 'waiting';
    } catch {
      return false;
    }
  });
  await handle.signal(decideWritebackSignal, { decision_id: randomUUID() });
  expect((await bench.row(id)).state).toBe('proposed');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) => bench.decide(id, at % 2 === 0 ? 'reject' : 'approve')),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { state } = await bench.ended(id);
  const { rows } = await platform.database.admin.query<{ verdict: string }>(
    'select verdict from au.writeback_decisions where writeback_id = $1',
    [id],
  );
  expect(rows).toHaveLength(1);
  expect(state).toBe(rows[0]!.verdict === 'approve' ? 'verified' : 'rejected');

  const refused = await bench.propose(6, 'Pipeline', 'Commit');
  await bench.decide(refused, 'reject');
  await handle.result();
  expect(await bench.category(6)).toBe('Pipeline');
  await temporal.connection.close();
});

test('a source that refuses the value, has lost the record, or breaks off, is told as it was', async () => {
  const recordOf = (deal: number): string => `/sobjects/Opportunity/${bench.idOf(deal)}`;
  const plan = (fault: PlannedFault): void => {
    bench.simulator.plan(fault);
  };
  plan({
    kind: 'status',
    status: 400,
    errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    match: recordOf(7),
  });
  const refused = await bench.propose(7, 'Pipeline', 'Commit');
  await bench.decide(refused, 'approve');
  const row = await bench.ended(refused);
  expect(row.state).toBe('failed');
  expect(row.reason).toMatch(/still holds the former value; the source said: /);

  const gone = await bench.propose(400, 'Pipeline', 'Commit');
  await bench.decide(gone, 'approve');
  expect(await bench.ended(gone)).toMatchObject({ state: 'failed', sent_at: null });

  const { updates } = bench.simulator.usage;
  plan({ kind: 'reset', match: recordOf(8) });
  const broken = await bench.propose(8, 'Pipeline', 'Commit');
  await bench.decide(broken, 'approve');
  expect(await bench.ended(broken)).toMatchObject({ state: 'failed' });
  expect(bench.simulator.usage.updates).toBe(updates);
});
