import { TestPlatform } from '../../support/test-platform.ts';

/** Companies as the shipped mapping for accounts.csv expects them. */
const accounts = (names: readonly string[]): string =>
  [
    'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
    ...names.map((name) => `${name},retail,1999,12.5,100,Kenya,`),
  ].join('\n');

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker();
});

afterAll(async () => {
  await platform.stop();
});

test('a file becomes events once: a second read of the same file gives none', async () => {
  const connection = await platform.connectFiles('twice', {
    'accounts.csv': accounts(['Acme', 'Globex', 'Initech']),
  });
  const first = await platform.ingest(connection);
  expect(first.error).toBeNull();
  expect(await platform.ledger(first.task_id)).toMatchObject([
    { stream: 'accounts.csv', entity: 'account', read: 3, changed: 3, unchanged: 0 },
  ]);

  const second = await platform.ingest(connection);
  expect(second.state).toBe('success');
  expect(await platform.ledger(second.task_id)).toMatchObject([{ read: 3, changed: 0, unchanged: 3 }]);
});

test('A to B to A gives three events, numbered per record', async () => {
  const connection = await platform.connectFiles('there-and-back', { 'accounts.csv': accounts(['Hooli']) });
  await platform.ingest(connection);
  await platform.writeFiles('there-and-back', {
    'accounts.csv': accounts(['Hooli']).replace('retail', 'software'),
  });
  await platform.ingest(connection);
  await platform.writeFiles('there-and-back', { 'accounts.csv': accounts(['Hooli']) });
  await platform.ingest(connection);

  const events = (await platform.events()).filter(({ key }) => key.startsWith('there-and-back/'));
  expect(events.map(({ version, data }) => [version, data['industry']])).toEqual([
    [1, 'retail'],
    [2, 'software'],
    [3, 'retail'],
  ]);
});

test('a record that left the source leaves the stream, and comes back as a new version', async () => {
  const connection = await platform.connectFiles('leaving', {
    'accounts.csv': accounts(['Stays', 'Goes', 'Too', 'Four', 'Five', 'Six']),
  });
  await platform.ingest(connection);
  await platform.writeFiles('leaving', { 'accounts.csv': accounts(['Stays', 'Too', 'Four', 'Five', 'Six']) });
  const sweep = await platform.ingest(connection);
  expect(await platform.ledger(sweep.task_id)).toMatchObject([{ read: 5, unchanged: 5, deleted: 1 }]);
  expect(sweep.result).toMatchObject({ totals: { read: 5, events: 1 } });
  await platform.writeFiles('leaving', {
    'accounts.csv': accounts(['Stays', 'Goes', 'Too', 'Four', 'Five', 'Six']),
  });
  await platform.ingest(connection);

  const events = (await platform.events()).filter(({ key }) => key === 'leaving/accounts.csv/Goes');
  expect(events.map(({ op, version }) => [op, version])).toEqual([
    ['upsert', 1],
    ['delete', 2],
    ['upsert', 3],
  ]);
});

test('an emptied source deletes nothing and opens a ticket', async () => {
  const connection = await platform.connectFiles('emptied', { 'accounts.csv': accounts(['One', 'Two']) });
  await platform.ingest(connection);
  await platform.writeFiles('emptied', { 'accounts.csv': accounts([]) });
  await platform.ingest(connection);

  expect(
    (await platform.events()).filter(({ key }) => key.startsWith('emptied/')).map(({ op }) => op),
  ).toEqual(['upsert', 'upsert']);
  const { rows } = await platform.database.admin.query<{ kind: string; detail: unknown }>(
    'select kind, detail from au.drift_events where connection_id = $1',
    [connection],
  );
  expect(rows).toEqual([{ kind: 'mass_deletion', detail: { missing: 2, live: 2 } }]);
});

test('a key that comes twice: the first row is taken, the other is held with both positions', async () => {
  const connection = await platform.connectFiles('doubled', {
    'accounts.csv': accounts(['Echo', 'Solo', 'Echo']),
  });
  const task = await platform.ingest(connection);
  expect(await platform.ledger(task.task_id)).toMatchObject([{ read: 3, changed: 2, quarantined: 1 }]);

  const { rows } = await platform.database.admin.query<{ reasons: { code: string; message: string }[] }>(
    'select reasons from au.quarantined_records where connection_id = $1',
    [connection],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.reasons[0]).toMatchObject({ code: 'duplicate_key' });
});
