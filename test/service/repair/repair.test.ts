import { parseMapping } from '../../../domain/mapping/parse.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { firmMapping, RepairBench, repairEnvironment } from './repair-bench.ts';

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

test('a renamed column waits for a person, is applied as previewed, loses nothing, and undo brings the former state back', async () => {
  await bench.table('firms', 300);
  await bench.table('steady', 300);
  await bench.ingest();
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await bench.source.query(`update ${bench.schema}.firms set sector = 'moved' where id <= 40`);
  await bench.source.query(`update ${bench.schema}.steady set sector = 'moved' where id <= 40`);
  await bench.ingest();
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
  await bench.ingest();
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({ state: 'manual' });
  expect(await bench.stateHash('firms')).toEqual(drifted);
});

test('a rename while rows are written is repaired by itself, and the stream ends as if it had never happened', async () => {
  await bench.table('flowing', 500);
  await bench.table('still', 500);
  await bench.policy('auto', 'flowing');
  await bench.ingest();

  let renamed: Record<string, string> = {};
  const writing = (async () => {
    for (let row = 501; row <= 1_500; row += 20) {
      if (row === 901) {
        await bench.alter('flowing', 'rename column sector to business_sector');
        renamed = { sector: 'business_sector' };
      }
      await bench.fill('flowing', row, row + 19, renamed);
      await bench.fill('still', row, row + 19);
    }
  })();
  while ((await bench.ticket('flowing')) === undefined) await bench.ingest();
  await writing;
  const { ticket } = await bench.settled('flowing', ['closed']);
  expect(ticket.outcome).toBe('applied');
  expect((await bench.repairs(ticket)).map(({ state, band }) => [state, band])).toEqual([
    ['applied', 'automatic'],
  ]);
  await bench.ingest();
  const state = await bench.stateHash('flowing');
  expect(state).toEqual(await bench.stateHash('still'));
  expect(state.records).toBe(1_500);
});

test('a column that is renamed there and back, and no row read in between, is as sure the second time', async () => {
  await bench.table(
    'returning',
    120,
    firmMapping('returning').replace('fields:', 'change_field: changed_at\nfields:'),
  );
  await bench.alter('returning', 'add column changed_at timestamptz');
  await bench.source.query(`update ${bench.schema}.returning set changed_at = now() - interval '1 day' * id`);
  await bench.policy('auto', 'returning');
  await bench.ingest();
  for (const [from, to] of [
    ['sector', 'zzz_1'],
    ['zzz_1', 'sector'],
  ] as const) {
    await bench.alter('returning', `rename column ${from} to ${to}`);
    await bench.ingest();
    const { ticket, repair } = await bench.settled('returning', ['waiting', 'manual', 'closed']);
    expect(ticket.outcome).toBe('applied');
    expect(repair).toMatchObject({
      band: 'automatic',
      mappings: [{ changes: [{ lost: [from], found: [to] }] }],
    });
  }
});

test('a column renamed by steps, added and filled first and the old one dropped later, is found and left to a person', async () => {
  await bench.table('stepwise', 300);
  await bench.table('unmoved', 300);
  await bench.policy('auto', 'stepwise');
  await bench.ingest();
  await bench.alter('stepwise', 'add column business_sector text');
  await bench.alter('stepwise', 'add column colour text');
  await bench.source.query(
    `update ${bench.schema}.stepwise set business_sector = sector, colour = 'red ' || id % 7`,
  );
  await bench.ingest();
  expect((await bench.settled('stepwise', ['closed'])).ticket).toMatchObject({ outcome: 'accepted' });
  await bench.alter('stepwise', 'drop column sector');
  await bench.ingest();

  const { ticket, repair } = await bench.settled('stepwise', ['waiting', 'manual']);
  expect(ticket).toMatchObject({ state: 'waiting', lost: ['sector'] });
  expect(repair).toMatchObject({
    band: 'review',
    unresolved: [],
    reasons: ['business_sector stood beside sector before that went'],
    mappings: [{ changes: [{ kind: 'rename', lost: ['sector'], found: ['business_sector'] }] }],
  });
  await bench.decide(repair!, 'approve');
  expect((await bench.settled('stepwise', ['closed'])).ticket.outcome).toBe('applied');
  await bench.ingest();
  expect(await bench.stateHash('stepwise')).toEqual(await bench.stateHash('unmoved'));
});

test('records that are not read again keep their values, and the replay does not ask the source', async () => {
  const incremental = (object: string): string =>
    firmMapping(object).replace('key: id\n', 'key: id\nchange_field: touched\n');
  for (const table of ['partly', 'whole']) {
    await bench.table(table, 200, incremental(table));
    await bench.alter(table, "add column touched timestamptz not null default now() - interval '1 day'");
  }
  await bench.ingest();
  await bench.alter('partly', 'rename column phone_no to phone_number');
  for (const table of ['partly', 'whole'])
    await bench.source.query(
      `update ${bench.schema}.${table} set staff = 1000, touched = now() where id <= 150`,
    );
  await bench.ingest();
  const { repair } = await bench.settled('partly', ['waiting']);
  // From here on the source cannot be reached.
  await platform.database.admin.query(
    `update au.connections set config = jsonb_set(config, '{port}', '1') where connection_id = $1`,
    [bench.connectionId],
  );
  await bench.decide(repair!, 'approve');
  expect((await bench.settled('partly', ['closed'])).ticket.outcome).toBe('applied');
  expect(await bench.stateHash('partly')).toEqual(await bench.stateHash('whole'));
});

test('a number that becomes text, a name that is cut up, and records that were parked meanwhile', async () => {
  await bench.table('mixed', 150);
  await bench.table('plain', 150);
  await bench.source.query(
    `update ${bench.schema}.mixed set about = 'red ' || id; update ${bench.schema}.plain set about = 'red ' || id`,
  );
  await bench.ingest();
  await bench.alter('mixed', `alter column turnover type text using replace(turnover::text, '.', ',')`);
  await bench.alter('mixed', 'rename column title to firm_title');
  await bench.ingest();
  const { ticket, repair } = await bench.settled('mixed', ['waiting', 'manual']);
  expect(ticket.lost).toEqual(['title', 'turnover']);
  const changes = repair!.mappings.flatMap((mapping) => mapping.changes);
  expect(changes.map(({ kind, field }) => [kind, field])).toEqual([
    ['rename', 'name'],
    ['retype', 'annual_revenue'],
  ]);
  expect(changes[1]!.after?.transforms).toEqual([{ name: 'decimal', arguments: { decimal_mark: ',' } }]);
  const { rows: parked } = await platform.database.admin.query(
    `select count(*)::integer as parked from au.quarantined_records where stream = 'mixed' and state = 'parked'`,
  );
  expect(parked).toEqual([{ parked: 150 }]);
  await bench.decide(repair!, 'approve');
  expect((await bench.settled('mixed', ['closed'])).ticket.outcome).toBe('applied');
  expect(await bench.stateHash('mixed')).toEqual(await bench.stateHash('plain'));
});

test('a source that is put back heals, a new column is taken as it is, a lost one can be accepted', async () => {
  await bench.table('fickle', 50);
  await bench.ingest();
  const before = await bench.stateHash('fickle');
  await bench.alter('fickle', 'rename column site to zzz_1');
  await bench.ingest();
  const { repair } = await bench.settled('fickle', ['waiting', 'manual']);
  await bench.alter('fickle', 'rename column zzz_1 to site');
  await bench.ingest();
  expect((await bench.settled('fickle', ['closed'])).ticket.outcome).toBe('healed');
  expect(await bench.stateHash('fickle')).toEqual(before);
  expect((await bench.repair(repair!.repair_id)).state).toBe('withdrawn');

  await bench.alter('fickle', 'add column colour text');
  await bench.ingest();
  expect((await bench.settled('fickle', ['closed'])).ticket).toMatchObject({
    kind: 'added',
    outcome: 'accepted',
  });

  await bench.alter('fickle', 'drop column phone_no');
  await bench.ingest();
  const { ticket } = await bench.settled('fickle', ['manual']);
  await bench.accept(ticket);
  expect((await bench.settled('fickle', ['closed'])).ticket.outcome).toBe('accepted');
  const [mapping] = await bench.mappings('fickle');
  expect(Object.keys(parseMapping(mapping!.document).fields)).not.toContain('phone');
});

test('a renamed table goes on in its stream, with its record keys', async () => {
  await bench.table('lead_firms', 120);
  await bench.table('other_firms', 120);
  await bench.ingest();
  await bench.alter('lead_firms', 'rename to leads_of_firms');
  await bench.ingest();
  const { ticket, repair } = await bench.settled('lead_firms', ['waiting', 'manual']);
  expect(ticket.kind).toBe('object_removed');
  expect(repair!.mappings[0]!.changes).toMatchObject([
    { kind: 'object', found: ['leads_of_firms'], selected: true },
  ]);
  await bench.decide(repair!, 'approve');
  expect((await bench.settled('lead_firms', ['closed'])).ticket.outcome).toBe('applied');
  for (const table of ['leads_of_firms', 'other_firms'])
    await bench.source.query(`update ${bench.schema}.${table} set sector = 'after the rename'`);
  await bench.ingest();
  expect(await bench.stateHash('lead_firms')).toEqual(await bench.stateHash('other_firms'));
});

test('a frozen object is not read until a person has settled its ticket; then it goes on from its cursor', async () => {
  await bench.table('frozen', 60);
  await bench.policy('freeze', 'frozen');
  await bench.ingest();
  await bench.alter('frozen', 'rename column sector to business_sector');
  await bench.fill('frozen', 61, 80, { sector: 'business_sector' });
  await bench.ingest();
  const { repair } = await bench.settled('frozen', ['waiting']);
  expect(repair!.reasons).toContain('the policy is freeze');
  expect((await bench.stateHash('frozen')).records).toBe(60);
  await bench.decide(repair!, 'approve');
  await bench.settled('frozen', ['closed']);
  await bench.ingest();
  expect((await bench.stateHash('frozen')).records).toBe(80);
});
