import { TestPlatform, until } from '../../support/test-platform.ts';

/** Instants of a batch at which a worker may die; the batch's transaction is open, decided, or committed but not told. */
const instants = [
  'before_read',
  'after_read',
  'after_map',
  'mid_insert',
  'before_commit',
  'after_commit_before_ack',
  'after_ack',
];

const rows = 45_000;
const contacts = (): string => {
  const lines = ['Id,AccountId,FirstName,LastName,Email,Phone,Title,CreatedDate,LastModifiedDate'];
  for (let row = 0; row < rows; row += 1) {
    lines.push(
      `003${row},001${row % 50},First,Last${row},p${row}@example.com,,Buyer,2024-01-01T00:00:00Z,2024-01-02T00:00:00Z`,
    );
  }
  return lines.join('\n');
};

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
});

afterAll(async () => {
  await platform.stop();
});

test.each(instants)(
  'a worker killed at %s loses nothing and doubles nothing',
  async (instant) => {
    const slug = instant.replaceAll('_', '-');
    const connection = await platform.connectFiles(slug, { 'Contact.csv': contacts() });
    // The second batch, so that one is committed and one is not; a read begins once.
    const victim = await platform.startWorker({
      AUTONOMOS_FAILPOINT: `${instant}:kill:${instant === 'before_read' ? 1 : 2}`,
    });
    const taskId = await platform.enqueueIngest(connection);
    expect(await victim.exited).toBe('SIGKILL');
    expect(victim.log()).toContain(`failpoint hit: ${instant}`);

    const heir = await platform.startWorker();
    const task = await platform.ended(taskId);
    heir.child.kill('SIGTERM');
    expect(await heir.exited).toBe(0);

    expect(task.state).toBe('success');
    const { rows: counted } = await platform.database.admin.query<{
      events: number;
      keys: number;
      versions: number;
      gaps: number;
    }>(
      `select count(*)::integer as events, count(distinct record_key)::integer as keys, max(record_seq) as versions,
       (max(seq) - min(seq) + 1 - count(*))::integer as gaps
     from au.canonical_streams where record_key like $1`,
      [`${slug}/%`],
    );
    expect(counted[0]).toEqual({ events: rows, keys: rows, versions: 1, gaps: 0 });
    const [ledger] = await platform.ledger(taskId);
    expect(ledger!.read).toBe(ledger!.changed + ledger!.unchanged);
    expect(ledger!.changed).toBe(rows);
  },
  180_000,
);

test('a frozen worker that wakes after it was replaced is refused by its epoch', async () => {
  const connection = await platform.connectFiles('frozen', { 'Contact.csv': contacts() });
  const frozen = await platform.startWorker({ AUTONOMOS_FAILPOINT: 'before_commit:pause:2' });
  const taskId = await platform.enqueueIngest(connection);
  await until('the worker is frozen', () => frozen.log().includes('failpoint hit: before_commit'));
  await releaseLocks(platform);
  const heir = await platform.startWorker();
  expect((await platform.ended(taskId)).state).toBe('success');
  frozen.child.kill('SIGCONT');
  frozen.child.kill('SIGTERM');
  await frozen.exited;
  heir.child.kill('SIGTERM');
  await heir.exited;
  const { rows: counted } = await platform.database.admin.query<{ events: number; versions: number }>(
    `select count(*)::integer as events, max(record_seq) as versions from au.canonical_streams where record_key like 'frozen/%'`,
  );
  expect(counted[0]).toEqual({ events: rows, versions: 1 });
}, 180_000);

/** A frozen process still holds its transaction's locks; PostgreSQL ends it as it would a dead peer's. */
const releaseLocks = async ({ database }: TestPlatform): Promise<void> => {
  await database.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = 'au_worker' and state like 'idle in transaction%'`,
  );
};
