import { parseMapping } from '../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../domain/mapping/render.ts';
import { activeMappings, addMappingVersion } from '../../../platform/database/repositories/streams.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { contactsIn } from '../../support/contact-ledger.ts';
import { smallBatches, TestPlatform, until } from '../../support/test-platform.ts';

const rows = 1_250;
const stream = 'Contact.csv';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
});

afterAll(async () => {
  await platform.stop();
});

/** Makes a version active under which the first name is written in capitals. */
const switchMapping = (connectionId: string): Promise<number> =>
  withTenant(platform.app, platform.tenantId, async (transaction) => {
    const [active] = await activeMappings(transaction, connectionId, stream);
    const mapping = parseMapping(active!.document);
    const first_name = {
      from: ['FirstName'],
      transforms: [{ name: 'upper', arguments: {} }],
      required: false,
    } as const;
    return await addMappingVersion(transaction, {
      connectionId,
      stream,
      object: stream,
      entity: 'contact',
      document: renderMapping({ ...mapping, fields: { ...mapping.fields, first_name } }),
      author: 'human',
      reason: 'test',
    });
  });

test('a batch that was mapped before another version became active is mapped again, never written', async () => {
  const connection = await platform.connectFiles('switched', { [stream]: contactsIn(1, rows) });
  const worker = await platform.startWorker({ ...smallBatches, AUTONOMOS_FAILPOINT: 'mid_insert:pause:2' });
  const task = await platform.enqueueIngest(connection);
  await until('the worker stands still', () => worker.log().includes('failpoint hit: mid_insert'));
  const before = (await platform.events()).length;
  const version = await switchMapping(connection);
  worker.child.kill('SIGCONT');
  expect((await platform.ended(task)).state).toBe('success');

  const { rows: written } = await platform.database.admin.query(
    `select e.seq > $1 as after, b.mapping_versions ->> 'contact' as version, e.data ->> 'first_name' as name,
       count(*)::integer as events
     from au.canonical_streams e join au.canonical_batches b using (tenant_id, batch_id) group by 1, 2, 3 order by 1`,
    [before],
  );
  expect(before).toBeGreaterThan(0);
  expect(written).toEqual([
    { after: false, version: String(version - 1), name: 'First', events: before },
    { after: true, version: String(version), name: 'FIRST', events: rows - before },
  ]);
}, 120_000);
