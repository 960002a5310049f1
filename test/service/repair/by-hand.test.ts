import { parseMapping } from '../../../domain/mapping/parse.ts';
import { adminToken } from '../../support/api-process.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { Reply, TestApi } from '../../support/test-api.ts';
import { TestPlatform } from '../../support/test-platform.ts';
import { firmMapping, RepairBench, repairEnvironment } from './repair-bench.ts';

let platform: TestPlatform;
let bench: RepairBench;
let api: TestApi;
let token: string;

beforeAll(async () => {
  platform = await TestPlatform.start();
  await platform.startWorker(repairEnvironment());
  bench = await RepairBench.on(platform);
  api = await startTestApi({ database: platform.database, environment: platform.environment });
  token = await adminToken(platform);
});

afterAll(async () => {
  await api.close();
  await bench.close();
  await platform.stop();
});

/** Writes the next version of an object's mapping as a person does. */
const write = async (document: string, reason: string): Promise<Reply> => {
  const reply = await api.ask('POST', '/api/v1/mesh/mappings', {
    token,
    body: { connection_id: bench.connectionId, document, reason },
  });
  expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
  return reply;
};

const decisionsOn = async (driftEventId: string): Promise<readonly unknown[]> =>
  (
    await platform.database.admin.query<{ decided_by: string; reason: string }>(
      `select d.decided_by, d.reason from au.repair_decisions d join au.repairs r using (tenant_id, repair_id)
       where r.drift_event_id = $1`,
      [driftEventId],
    )
  ).rows;

test('a ticket whose fields a person has mapped by hand closes by that version, with who and why', async () => {
  await bench.table('firms', 60);
  await bench.table('steady', 60);
  await bench.ingest();
  await bench.alter('firms', 'rename column sector to a1');
  await bench.alter('firms', `alter column turnover type text using replace(turnover::text, '.', ',')`);
  await bench.ingest();
  const { ticket } = await bench.settled('firms', ['waiting', 'manual']);
  expect(ticket.lost).toEqual(['sector', 'turnover']);

  const renamed = firmMapping('firms').replace(
    'industry: sector',
    'industry: { from: a1, formerly: sector }',
  );
  await write(renamed, 'the sector is called a1 now');
  expect((await bench.ticketById(ticket.drift_event_id)).state).not.toBe('closed');
  expect(await decisionsOn(ticket.drift_event_id)).toEqual([]);

  const retyped = `annual_revenue:
    from: turnover
    transform: [{ decimal: { decimal_mark: ',' } }]
    formerly: { from: turnover }`;
  await write(renamed.replace('annual_revenue: turnover', retyped), 'amounts have a comma');
  const closed = await bench.settled('firms', ['closed']);
  expect(closed.ticket.outcome).toBe('applied');
  expect(closed.repair).toMatchObject({
    author: 'human',
    state: 'applied',
    mappings: [{ to_version: 3, changes: [{ field: 'industry' }, { field: 'annual_revenue' }] }],
  });
  const { rows } = await platform.database.admin.query<{ user_id: string }>(
    'select user_id from au.users where tenant_id = $1',
    [platform.tenantId],
  );
  const reason = 'Version 3 of the mapping to account: amounts have a comma';
  expect(await decisionsOn(ticket.drift_event_id)).toEqual([{ decided_by: rows[0]?.user_id, reason }]);
  await bench.ingest();
  expect(await bench.openTickets()).toEqual([]);
  expect(await bench.stateHash('firms')).toEqual(await bench.stateHash('steady'));

  await bench.undo(closed.repair!.repair_id);
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({
    state: 'manual',
    lost: ['sector', 'turnover'],
  });
  const [mapping] = await bench.mappings('firms');
  expect(parseMapping(mapping!.document).fields).toEqual(parseMapping(firmMapping('firms')).fields);
});

test('a version about something else leaves the ticket as it is', async () => {
  await bench.table('others', 60);
  await bench.ingest();
  await bench.alter('others', 'drop column about');
  await bench.ingest();
  const { ticket } = await bench.settled('others', ['manual']);
  await write(
    firmMapping('others').replace('website: site', 'website: { from: site, transform: [trim] }'),
    'trim',
  );
  expect(await bench.ticketById(ticket.drift_event_id)).toMatchObject({ state: 'manual', lost: ['about'] });
});
