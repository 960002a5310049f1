import { TestPlatform } from '../../support/test-platform.ts';

const header = 'account,sector,year_established,revenue,employees,office_location,subsidiary_of';
const row = (name: string, revenue: string): string => `${name},retail,1999,${revenue},100,Kenya,`;
const rows = Array.from({ length: 300 }, (_, at) => row(`Firm ${at}`, `${at}.5`));
const file = (...lines: readonly string[]) => ({ 'accounts.csv': [header, ...lines].join('\n') });

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker();
});
afterAll(async () => {
  await platform.stop();
});

const tickets = async (): Promise<string[]> => {
  const { rows } = await platform.database.admin.query<{ kind: string }>('select kind from au.drift_events');
  return rows.map(({ kind }) => kind);
};

test('one odd cell of a column costs its own record and no other, when it comes and when it goes', async () => {
  const connection = await platform.connectFiles('odd', file(...rows));
  await platform.ingest(connection);

  await platform.writeFiles('odd', file(...rows, row('Odd', 'about five')));
  const odd = await platform.ledger((await platform.ingest(connection)).task_id);
  expect(odd).toMatchObject([{ read: 301, changed: 0, unchanged: 300, quarantined: 1 }]);

  await platform.writeFiles('odd', file(row('Firm 0', '7.5'), ...rows.slice(1), row('Odd', '5.5')));
  const mended = await platform.ledger((await platform.ingest(connection)).task_id);
  expect(mended).toMatchObject([{ read: 301, changed: 2, unchanged: 299, quarantined: 0 }]);
  expect(await tickets()).toEqual([]);
}, 120_000);

test('one row that repeats the key of another is held, and the key is no other one for it', async () => {
  const connection = await platform.connectFiles('twice', file(...rows));
  await platform.ingest(connection);
  await platform.writeFiles('twice', file(...rows, row('Firm 7', '9.5')));
  const twice = await platform.ledger((await platform.ingest(connection)).task_id);
  expect(twice).toMatchObject([{ read: 301, changed: 0, unchanged: 300, quarantined: 1 }]);
  expect(await tickets()).toEqual([]);
}, 120_000);

test('a header that stands within a file of joined ones is held, and keeps no record from being deleted', async () => {
  const connection = await platform.connectFiles('joined', file(...rows));
  await platform.ingest(connection);
  await platform.writeFiles('joined', file(...rows.slice(10, 100), header, ...rows.slice(100)));
  const joined = await platform.ledger((await platform.ingest(connection)).task_id);
  expect(joined).toMatchObject([{ read: 291, changed: 0, unchanged: 290, quarantined: 1, deleted: 10 }]);
  expect(await tickets()).toEqual([]);
}, 120_000);

test('a column that has become something else is another all the same', async () => {
  const connection = await platform.connectFiles('other', file(...rows));
  await platform.ingest(connection);
  await platform.writeFiles('other', file(...rows.map((line) => line.replace('.5', ' k'))));
  await platform.ingest(connection);
  expect(await tickets()).toEqual(['retyped']);
}, 120_000);
