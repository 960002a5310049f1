import { TestPlatform } from '../../support/test-platform.ts';
import { RepairBench, firmMapping, repairEnvironment } from '../repair/repair-bench.ts';

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

const sectors = "(array['retail','software','finance','medical','energy'])[1 + id % 5]";
const change = (what: string, where = 'true'): Promise<unknown> =>
  bench.source.query(`update ${bench.schema}.firms set ${what} where ${where}`);

const kept = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (
    await platform.database.admin.query<Record<string, unknown>>(
      `select mode, part, rows::integer as rows, schema_version from au.field_profiles
       where connection_id = $1 order by mode, part`,
      [bench.connectionId],
    )
  ).rows;

const closed = async (): Promise<unknown> => (await bench.settled('firms', ['closed'])).ticket.outcome;

test('a unit that changes under the same name opens a ticket with its evidence, once, and healed where it is put back', async () => {
  await bench.table('firms', 400);
  await bench.ingest();
  expect(await kept()).toEqual([{ mode: 'full', part: 'baseline', rows: 400, schema_version: 1 }]);
  await bench.fill('firms', 401, 450);
  await bench.ingest();
  expect(await bench.ticket('firms')).toBeUndefined();

  await change('turnover = turnover * 1000');
  await bench.ingest();
  const { ticket, repair } = await bench.settled('firms', ['manual']);
  expect(repair).toBeUndefined();
  expect(ticket).toMatchObject({ kind: 'unit', severity: 'breaking', lost: [] });
  expect(ticket.detail['fields']).toEqual(['turnover']);
  expect(JSON.stringify(ticket.detail['evidence'])).toContain('×1000');
  expect((await kept()).map(({ part, rows }) => [part, rows])).toEqual([
    ['baseline', 400],
    ['suspect', 450],
  ]);
  await bench.ingest();
  expect(await bench.ticket('firms')).toMatchObject({
    drift_event_id: ticket.drift_event_id,
    digest: ticket.digest,
    state: 'manual',
  });

  await change('turnover = turnover / 1000');
  await bench.ingest();
  expect(await closed()).toBe('healed');
});

test('what a person accepts is right from then on', async () => {
  await bench.table('firms', 300);
  await change(`sector = ${sectors}`);
  await bench.ingest();
  await change("sector = 'Information Technology'", "sector = 'software'");
  await change('phone_no = null', 'id % 2 = 0');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['manual']);
  expect(ticket).toMatchObject({ kind: 'null_rate', severity: 'risky' });
  expect(ticket.detail['fields']).toEqual(['phone_no', 'sector']);

  await bench.accept(ticket);
  expect(await closed()).toBe('accepted');
  expect((await kept()).map(({ part }) => part)).toEqual(['baseline']);
  await bench.ingest();
  expect(await bench.ticket('firms')).toMatchObject({
    drift_event_id: ticket.drift_event_id,
    state: 'closed',
  });
});

test('keys that were given to other records are told from records that changed', async () => {
  await bench.table('firms', 300);
  await bench.ingest();
  await change("staff = staff + 1, sector = 'moved', about = about || '!'");
  await bench.ingest();
  expect(await bench.ticket('firms')).toBeUndefined();
  await change(
    `title = 'Company ' || chr(65 + id % 26) || md5(title), phone_no = '+33 ' || 900000 - id,
     site = 'https://' || md5(site) || '.example', about = md5(about), turnover = 1 + id % 97`,
  );
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['manual']);
  expect(ticket).toMatchObject({ kind: 'key_reuse', severity: 'breaking' });
  expect(JSON.stringify(ticket.detail['evidence'])).toMatch(/"id: \d+ of \d+ changed records/);
});

test('a schema change takes the ticket over, and rows of the meantime are only gathered', async () => {
  await bench.table('firms', 300);
  await bench.ingest();
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await change('staff = staff * 1000 + 3600000');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['waiting', 'manual']);
  expect(ticket.lost).toEqual(['turnover']);
  expect(await kept()).toMatchObject([
    { part: 'baseline', schema_version: 1 },
    { part: 'gathered', rows: 300, schema_version: 2 },
  ]);
});

test('fields that change places together with the shape are told in its ticket, bar its repair, and outlive it', async () => {
  await bench.table('firms', 300);
  await bench.ingest();
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await change('sector = about, about = sector');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['waiting', 'manual']);
  const told = [
    { kind: 'swap', field: 'about', becomes: 'sector' },
    { kind: 'swap', field: 'sector', becomes: 'about' },
  ];
  expect(ticket).toMatchObject({ lost: ['turnover'], detail: { meaning: told } });

  await bench.policy('auto');
  await bench.alter('firms', 'drop column kept');
  await bench.ingest();
  const { repair } = await bench.settled('firms', ['waiting']);
  expect(repair).toMatchObject({
    band: 'review',
    ticket_digest: expect.not.stringContaining(ticket.digest) as string,
  });
  expect(repair?.reasons.join()).toContain('The values of sector');
  await bench.decide(repair!, 'approve');
  const applied = await bench.settled('firms', ['closed']);
  expect(applied.ticket.outcome).toBe('applied');

  await bench.ingest();
  const own = await bench.settled('firms', ['manual']);
  expect(own.ticket).toMatchObject({ kind: 'swap', lost: [], detail: { fields: ['about', 'sector'] } });
  await change('sector = about, about = sector');
  await bench.ingest();
  expect(await closed()).toBe('healed');
});

test('fields that change places once more move their ticket on, which heals when all are back', async () => {
  await bench.table('firms', 200);
  await bench.ingest();
  await change('sector = about, about = sector');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['manual']);
  await change('about = title, title = about');
  await bench.ingest();
  const told = async () => {
    const { detail, state } = await bench.ticketById(ticket.drift_event_id);
    return { state, fields: [...(detail['fields'] as string[])].sort() };
  };
  expect(await told()).toEqual({
    state: expect.not.stringMatching('closed') as string,
    fields: ['about', 'sector', 'title'],
  });
  await change('about = title, title = about');
  await bench.ingest();
  expect(await told()).toMatchObject({ fields: ['about', 'sector'] });
  await change('sector = about, about = sector');
  await bench.ingest();
  expect(await closed()).toBe('healed');
});

test('an undone repair has in its ticket again what values mean otherwise by then, and no more', async () => {
  await bench.table('firms', 200);
  await bench.ingest();
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await change('sector = about, about = sector');
  await bench.ingest();
  const { ticket, repair } = await bench.settled('firms', ['waiting']);
  await bench.decide(repair!, 'approve');
  await bench.settled('firms', ['closed']);
  await bench.undo(repair!.repair_id);
  const meaning = async () => (await bench.ticketById(ticket.drift_event_id)).detail['meaning'];
  expect(await meaning()).toMatchObject([{ field: 'about' }, { field: 'sector' }]);

  await bench.proposeAgain(await bench.ticketById(ticket.drift_event_id));
  const again = await bench.settled('firms', ['waiting']);
  await bench.decide(again.repair!, 'approve');
  await bench.settled('firms', ['closed']);
  await change('sector = about, about = sector');
  await bench.ingest();
  await bench.ingest();
  expect(await bench.openTickets()).toEqual([]);
  await bench.undo(again.repair!.repair_id);
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({ state: 'manual' });
  expect(await meaning()).toBeUndefined();
});

test('what values mean otherwise is handed on to whichever ticket comes next', async () => {
  await bench.table('firms', 200);
  await bench.ingest();
  await bench.alter('firms', 'rename column turnover to annual_turnover');
  await change('sector = about, about = sector');
  await bench.ingest();
  const { repair } = await bench.settled('firms', ['waiting']);
  await bench.decide(repair!, 'approve');
  await bench.settled('firms', ['closed']);
  await bench.alter('firms', 'rename column staff to headcount');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['waiting', 'manual']);
  expect(ticket).toMatchObject({
    lost: ['staff'],
    detail: { meaning: [{ field: 'about' }, { field: 'sector' }] },
  });
});

test('records that change places are told where only few are read for they have changed', async () => {
  const mapping = firmMapping('firms').replace('key: id', 'key: id\nchange_field: staff');
  await bench.table('firms', 300, mapping);
  await change('staff = 100000 * id');
  await bench.ingest();
  await change('sector = about, about = sector, staff = 40000000 + id', 'id <= 40');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['manual']);
  expect(ticket).toMatchObject({ kind: 'swap', detail: { fields: ['about', 'sector'] } });
  expect((await kept()).map(({ mode, part }) => [mode, part])).toEqual([
    ['incremental', 'baseline'],
    ['incremental', 'gathered'],
  ]);
  await change('sector = about, about = sector, staff = 50000000 + id', 'id <= 40');
  await bench.ingest();
  expect(await closed()).toBe('healed');
});

test('amounts that become whole cents along with their type are told in the ticket of that', async () => {
  await bench.table('firms', 300);
  await bench.ingest();
  await bench.alter('firms', 'alter column turnover type integer using turnover * 100');
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['waiting', 'manual']);
  expect(ticket).toMatchObject({
    ...{ kind: 'retyped', lost: [] },
    detail: { meaning: [{ kind: 'unit', field: 'turnover', becomes: '×100' }] },
  });
});
