import { parseMapping } from '../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../domain/mapping/render.ts';
import type { FieldRule } from '../../../domain/mapping/types.ts';
import { addMappingVersion, activeMappings } from '../../../platform/database/repositories/streams.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TestPlatform } from '../../support/test-platform.ts';

const accounts = [
  'account,sector,year_established,revenue,employees,office_location,subsidiary_of',
  'Acme,retail,1999,12.5,100,Kenya,',
  'Globex,retail,2001,8.25,40,Poland,',
].join('\n');

let platform: TestPlatform;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker();
});

afterAll(async () => {
  await platform.stop();
});

const replay = async (connection: string): Promise<string> =>
  (await platform.enqueue('replay', connection, 'accounts.csv')).taskId;

const switchMapping = (connection: string, change: (yaml: string) => string): Promise<number> =>
  withTenant(platform.app, platform.tenantId, async (transaction) => {
    const [active] = await activeMappings(transaction, connection, 'accounts.csv');
    return await addMappingVersion(transaction, {
      connectionId: connection,
      stream: 'accounts.csv',
      object: 'accounts.csv',
      entity: 'account',
      document: change(active!.document),
      author: 'human',
      reason: 'test',
    });
  });

test('a replay derives events again under the active mapping without the source, and undoing the version gives the former ones', async () => {
  const connection = await platform.connectFiles('replayed', { 'accounts.csv': accounts });
  await platform.ingest(connection);
  await rm(join(platform.folder, 'files', platform.tenantId, 'replayed'), { recursive: true });

  const former = (await platform.events()).map(({ data }) => data);
  const [before] = await withTenant(platform.app, platform.tenantId, (transaction) =>
    activeMappings(transaction, connection, 'accounts.csv'),
  );
  await switchMapping(connection, (yaml) => {
    const mapping = parseMapping(yaml);
    const industry: FieldRule = {
      from: ['sector'],
      transforms: [{ name: 'upper', arguments: {} }],
      required: false,
    };
    return renderMapping({ ...mapping, fields: { ...mapping.fields, industry } });
  });
  const forward = await platform.ended(await replay(connection));
  expect(forward.error).toBeNull();
  expect(await platform.ledger(forward.task_id)).toMatchObject([{ read: 2, changed: 2 }]);
  expect((await platform.events()).slice(2).map(({ data }) => data['industry'])).toEqual([
    'RETAIL',
    'RETAIL',
  ]);

  const idle = await platform.ended(await replay(connection));
  expect(await platform.ledger(idle.task_id)).toMatchObject([{ read: 2, changed: 0, unchanged: 2 }]);

  await switchMapping(connection, () => before!.document);
  await platform.ended(await replay(connection));
  expect((await platform.events()).slice(4).map(({ data }) => data)).toEqual(former);
});
