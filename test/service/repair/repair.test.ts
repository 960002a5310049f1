import { parseMapping } from '../../../domain/mapping/parse.ts';
import { RepairBench } from './repair-bench.ts';

let bench: RepairBench;

beforeAll(async () => {
  bench = await RepairBench.start();
  await bench.platform.startWorker(bench.environment());
});

afterAll(async () => {
  await bench.stop();
});

test('a renamed column waits for a person, is applied as previewed, loses nothing, and undo brings the former state back', async () => {
  await bench.table('firms', 300);
  await bench.table('steady', 300);
  await bench.platform.ingest(bench.connectionId);
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await bench.source.query(`update ${bench.schema}.firms set sector = 'moved' where id <= 40`);
  await bench.source.query(`update ${bench.schema}.steady set sector = 'moved' where id <= 40`);
  await bench.platform.ingest(bench.connectionId);
  const drifted = await bench.stateHash('firms');

  const { ticket, repair } = await bench.settled('firms', ['waiting', 'manual']);
  expect(ticket.lost).toEqual(['turnover']);
  expect(repair).toMatchObject({ state: 'proposed', band: 'review', unresolved: [] });
  expect(repair!.preview).toMatchObject({ done: true, counts: [{ records: 300, quarantined: 0 }] });

  await bench.decide(repair!, 'approve');
  const closed = await bench.settled('firms', ['closed']);
  expect(closed.ticket.outcome).toBe('applied');
  const applied = await bench.repair(repair!.repair_id);
  expect(applied.state).toBe('applied');
  expect(applied.shadow?.digest).toBe(applied.preview?.digest);
  expect(await bench.stateHash('firms')).toEqual(await bench.stateHash('steady'));
  const [mapping] = await bench.mappings('firms');
  expect(parseMapping(mapping!.document).fields['annual_revenue']).toMatchObject({
    from: ['annual_turnover'],
    formerly: { from: ['turnover'] },
  });

  await bench.undo(repair!.repair_id);
  const reopened = await bench.ticketById(ticket.drift_event_id);
  expect(reopened).toMatchObject({ state: 'manual', outcome: null, lost: ['turnover'] });
  expect(await bench.stateHash('firms')).toEqual(drifted);
  await bench.platform.ingest(bench.connectionId);
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({ state: 'manual' });
  expect(await bench.stateHash('firms')).toEqual(drifted);
});
