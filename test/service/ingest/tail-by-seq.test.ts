import { withTenant } from '../../../platform/database/with-tenant.ts';
import { contactsIn } from '../../support/contact-ledger.ts';
import { smallBatches, TestPlatform } from '../../support/test-platform.ts';

const rows = 5_000;
const connections = 5;

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker(smallBatches);
});

afterAll(async () => {
  await platform.stop();
});

/** Seq, key and version of the events after a place, as a consumer of the stream asks for them. */
const eventsBehind = (seq: number): Promise<readonly string[]> =>
  withTenant(platform.app, platform.tenantId, async ({ client }) => {
    const { rows: events } = await client.query<{ seq: number; event: string }>(
      `select seq, seq || ' ' || record_key || ' ' || record_seq as event
       from au.canonical_streams where seq > $1 order by seq limit 10000`,
      [seq],
    );
    return events.map(({ event }) => event);
  });

test('five ingests of one tenant at once: whoever tails by seq meets no gap and no late row', async () => {
  const seen: string[] = [];
  const pages: number[] = [];
  const reader = { runs: true };
  const tail = async (): Promise<void> => {
    for (let last = false; !last;) {
      last = !reader.runs;
      const page = await eventsBehind(seen.length);
      if (page.length > 0) pages.push(page.length);
      seen.push(...page);
      if (page.length > 0) last = false;
    }
  };
  const tailing = tail();
  const tasks = await Promise.all(
    Array.from({ length: connections }, async (_, at) => {
      const slug = `tailed-${at}`;
      const connection = await platform.connectFiles(slug, { 'Contact.csv': contactsIn(1, rows) });
      return await platform.enqueueIngest(connection);
    }),
  );
  for (const task of tasks) expect((await platform.ended(task, 180)).state).toBe('success');
  reader.runs = false;
  await tailing;

  // The place in the list is the seq: with a gap, or a row that came late, the two run apart.
  expect(seen.findIndex((event, at) => !event.startsWith(`${at + 1} `))).toBe(-1);
  expect(seen).toHaveLength(connections * rows);
  const { rows: all } = await platform.database.admin.query<{ event: string }>(
    `select seq || ' ' || record_key || ' ' || record_seq as event from au.canonical_streams order by seq`,
  );
  expect(all.findIndex(({ event }, at) => event !== seen[at])).toBe(-1);
  expect(all).toHaveLength(seen.length);
  expect(pages.length).toBeGreaterThan(connections);
}, 240_000);
