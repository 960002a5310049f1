import { parseMapping } from '../../../domain/mapping/parse.ts';
import type { Repair } from '../../../platform/database/repositories/repairs.ts';
import { TestPlatform, until } from '../../support/test-platform.ts';
import { RepairBench, repairEnvironment } from './repair-bench.ts';

let platform: TestPlatform;
let bench: RepairBench;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker(repairEnvironment());
  bench = await RepairBench.on(platform);
});

afterAll(async () => {
  await bench.close();
  await platform.stop();
});

const fieldsOf = (repair: Repair | undefined): readonly string[] =>
  (repair?.mappings ?? []).flatMap(({ changes }) => changes.map(({ field }) => field));

/** How often people were told that a ticket is left to them. */
const leftToPeople = async (): Promise<number> => {
  const { rows } = await platform.database.admin.query<{ told: number }>(
    `select count(*)::integer as told from au.notices where kind = 'drift.manual'`,
  );
  return rows[0]!.told;
};

test('of three columns renamed at once one is repaired by itself, one waits for a person, and one is left alone', async () => {
  await bench.table('firms', 300);
  await bench.policy('auto', 'firms', 'sector');
  await bench.policy('ignore', 'firms', 'phone_no');
  await bench.ingest();
  await bench.alter('firms', 'rename column sector to business_sector');
  await bench.alter('firms', 'rename column staff to staff_count');
  await bench.alter('firms', 'rename column phone_no to phone_number');
  await bench.ingest();

  const { ticket, repair } = await bench.settled('firms', ['waiting', 'manual']);
  const [first] = await bench.repairs(ticket);
  expect([first!.state, first!.band, fieldsOf(first)]).toEqual(['applied', 'automatic', ['industry']]);
  expect([repair!.state, repair!.band, fieldsOf(repair)]).toEqual(['proposed', 'review', ['employee_count']]);
  expect(ticket).toMatchObject({ state: 'waiting', lost: ['phone_no', 'staff'] });

  await bench.decide(repair!, 'approve');
  await until('the rest is left alone', async () => {
    const now = await bench.ticketById(ticket.drift_event_id);
    return now.state === 'manual' && now.lost.length === 1;
  });
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({ lost: ['phone_no'] });
  expect(await leftToPeople()).toBe(0);
  const [mapping] = await bench.mappings('firms');
  const { fields } = parseMapping(mapping!.document);
  expect([fields['industry']?.from, fields['employee_count']?.from, fields['phone']?.from]).toEqual([
    ['business_sector'],
    ['staff_count'],
    ['phone_no'],
  ]);

  // The ticket stays open for what is ignored; what was repaired is not asked for again when the source changes further.
  await bench.alter('firms', 'rename column site to web_site');
  await bench.ingest();
  const again = await bench.settled('firms', ['waiting']);
  expect(again.ticket).toMatchObject({ drift_event_id: ticket.drift_event_id, lost: ['phone_no', 'site'] });
  expect(fieldsOf(again.repair)).toEqual(['website']);
  await bench.decide(again.repair!, 'approve');
  await until('the rest is left alone again', async () => (await bench.ticket('firms'))?.state === 'manual');
  await bench.alter('firms', 'rename column phone_number to phone_no');
  await bench.ingest();
  expect((await bench.settled('firms', ['closed'])).ticket).toMatchObject({ outcome: 'applied', lost: [] });
  await bench.ingest();
  expect(await bench.openTickets()).toEqual([]);
});

test('an ignored column keeps nothing from being repaired by itself', async () => {
  await bench.table('shops', 300);
  await bench.policy('auto', 'shops');
  await bench.policy('ignore', 'shops', 'about');
  await bench.ingest();
  await bench.alter('shops', 'rename column sector to business_sector');
  await bench.alter('shops', 'drop column about');
  await bench.ingest();
  const { ticket, repair } = await bench.settled('shops', ['manual']);
  expect(ticket.lost).toEqual(['about']);
  expect([repair!.state, repair!.band, fieldsOf(repair)]).toEqual(['applied', 'automatic', ['industry']]);
  expect(await leftToPeople()).toBe(0);
});
