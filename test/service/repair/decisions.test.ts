import { randomUUID } from 'node:crypto';
import { isFault } from '../../../domain/faults.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Repair } from '../../../platform/database/repositories/repairs.ts';
import { decideSignal, repairId, repairState } from '../../../workflows/repair.contract.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import { RepairBench, repairEnvironment } from './repair-bench.ts';

let platform: TestPlatform;
let bench: RepairBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker(repairEnvironment());
});

beforeEach(async () => {
  bench = await RepairBench.on(platform);
});

afterEach(async () => {
  await bench.close();
});

afterAll(async () => {
  await platform.stop();
});

const waiting = async (table: string): Promise<Repair> => {
  const { repair } = await bench.settled(table, ['waiting', 'manual']);
  return repair!;
};

test('a signal sent by hand does nothing without its row; with it, the signal alone is enough', async () => {
  await bench.table('signalled', 60);
  await bench.ingest();
  await bench.alter('signalled', 'rename column sector to industry_sector');
  await bench.ingest();
  const repair = await waiting('signalled');
  const temporal = await platform.temporal();
  try {
    const handle = temporal.workflow.getHandle(repairId(platform.tenantId, repair.drift_event_id));
    await handle.signal(decideSignal, { decision_id: randomUUID() });
    await until('the workflow waits again', async () => {
      const { step } = await handle.query(repairState);
      return step === 'waiting';
    });
    expect(await bench.repair(repair.repair_id)).toMatchObject({ state: 'proposed' });

    // As the door does, but the relay's word gets lost.
    const { decisionId } = await bench.decide(repair, 'approve');
    await platform.database.admin.query(`delete from au.outbox where kind = 'decide_repair'`);
    await handle.signal(decideSignal, { decision_id: decisionId });
    expect((await bench.settled('signalled', ['closed'])).ticket.outcome).toBe('applied');
  } finally {
    await temporal.connection.close();
  }
});

test('a stale digest and a second decision are refused, a rejection leaves the ticket to people and is remembered', async () => {
  await bench.table('refused', 150);
  await bench.policy('auto', 'refused');
  await bench.ingest();
  await bench.alter('refused', 'drop column site');
  await bench.alter('refused', 'rename column about to about_text');
  await bench.ingest();
  const first = await waiting('refused');
  expect(first).toMatchObject({ band: 'review', unresolved: ['site'] });
  await expect(bench.decide({ ...first, digest: 'f'.repeat(64) }, 'approve')).rejects.toMatchObject({
    code: 'conflict',
  });

  await bench.alter('refused', 'rename column sector to business_sector');
  await bench.ingest();
  await until('it is proposed anew', async () => (await bench.repair(first.repair_id)).state === 'withdrawn');
  await expect(bench.decide(first, 'approve')).rejects.toMatchObject({ code: 'conflict' });
  const second = await waiting('refused');
  expect(second.repair_id).not.toBe(first.repair_id);
  await bench.decide(second, 'reject');
  await expect(bench.decide(second, 'approve')).rejects.toMatchObject({ code: 'conflict' });
  const { ticket } = await bench.settled('refused', ['manual']);
  expect((await bench.repair(second.repair_id)).state).toBe('rejected');

  // Sure and allowed by now, had it not been refused.
  await bench.alter('refused', 'add column site text');
  await bench.ingest();
  await until('it is proposed once more', async () => (await bench.repairs(ticket)).length === 3);
  const third = await waiting('refused');
  expect(third.band).toBe('review');
  expect(third.reasons).toContain('the same was rejected or undone before');
});

test('three of seven: what is approved is applied, what is not stays lost until a person settles it', async () => {
  await bench.table('seven', 120);
  await bench.ingest();
  for (const column of ['title', 'sector', 'turnover', 'staff', 'phone_no', 'site', 'about'])
    await bench.alter('seven', `rename column ${column} to ${column}_new`);
  await bench.ingest();
  const repair = await waiting('seven');
  const changes = repair.mappings.flatMap((mapping) => mapping.changes);
  expect(changes).toHaveLength(7);
  await expect(bench.decide(repair, 'approve', [{ id: 'account.nothing' }])).rejects.toMatchObject({
    code: 'validation_failed',
  });
  const edits = [
    { id: 'account.name' },
    { id: 'account.phone' },
    { id: 'account.description', from: ['kept'] },
  ];
  await expect(bench.preview({ ...repair, digest: 'old' }, edits)).rejects.toMatchObject({
    code: 'conflict',
  });
  const shown = await bench.preview(repair, edits);
  expect(shown.rows).toHaveLength(20);
  expect(await bench.repair(repair.repair_id)).toEqual(repair);
  await bench.decide(repair, 'approve', edits);
  await until('it is applied', async () => (await bench.repair(repair.repair_id)).state === 'applied');
  const { preview, shadow } = await bench.repair(repair.repair_id);
  expect([preview?.rows, preview?.seq, shadow?.rows]).toEqual([shown.rows, shown.seq, shown.rows]);
  const { ticket } = await bench.settled('seven', ['manual']);
  expect(ticket.lost).toEqual(['sector', 'site', 'staff', 'turnover']);
  const [mapping] = await bench.mappings('seven');
  const { fields } = parseMapping(mapping!.document);
  expect([fields['name']?.from, fields['phone']?.from, fields['description']?.from]).toEqual([
    ['title_new'],
    ['phone_no_new'],
    ['kept'],
  ]);
  expect(fields['website']?.from).toEqual(['site']);
  const events = await platform.events();
  for (const { record_key, after } of shown.rows)
    expect(events.findLast(({ key }) => key === record_key)?.data).toMatchObject(after);
  const last = events.findLast(({ key }) => key === `${bench.slug}/seven/7`)!;
  expect(last.data).toEqual({ name: 'Firm 7', phone: '+49 30 100007', description: 'kept 7' });

  await bench.accept(ticket);
  expect((await bench.settled('seven', ['closed'])).ticket.outcome).toBe('accepted');
});

test('over 200 mixed decisions at once on several tickets: each gets exactly one', async () => {
  const tables = ['race1', 'race2', 'race3', 'race4', 'race5', 'race6'];
  for (const table of tables) await bench.table(table, 40);
  await bench.ingest();
  for (const table of tables) await bench.alter(table, 'rename column sector to industry_sector');
  await bench.ingest();
  const repairs = await Promise.all(tables.map(waiting));
  const attempt = async (at: number): Promise<unknown> => {
    const repair = repairs[at % repairs.length]!;
    if (at % 5 === 0) return await bench.decide({ ...repair, digest: '0'.repeat(64) }, 'approve');
    if (at % 3 === 0) return await bench.decide(repair, 'reject');
    return await bench.decide(repair, 'approve', at % 2 === 0 ? [{ id: 'account.industry' }] : undefined);
  };
  /** The few connections are waited for a second; a client then tries again. */
  const untilAnswered = async (at: number): Promise<unknown> => {
    for (;;)
      try {
        return await attempt(at);
      } catch (error) {
        if (!isFault(error) || error.code !== 'database_unavailable') throw error;
      }
  };
  const attempts = Array.from({ length: 240 }, (_, at) => untilAnswered(at));
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(repairs.length);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  const { rows } = await platform.database.admin.query<{ repair_id: string; verdict: string }>(
    'select repair_id, verdict from au.repair_decisions where repair_id = any($1)',
    [repairs.map(({ repair_id }) => repair_id)],
  );
  expect(new Set(rows.map(({ repair_id }) => repair_id)).size).toBe(repairs.length);
  expect(rows).toHaveLength(repairs.length);
  for (const [at, table] of tables.entries()) {
    const verdict = rows.find(({ repair_id }) => repair_id === repairs[at]!.repair_id)!.verdict;
    await bench.settled(table, [verdict === 'approve' ? 'closed' : 'manual']);
    const versions = (await bench.mappings(table)).map(({ version }) => version);
    expect(versions).toEqual([verdict === 'approve' ? 2 : 1]);
  }
}, 120_000);
