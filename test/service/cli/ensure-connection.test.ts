import { z } from 'zod';
import { ApiClient } from '../../../cli/api-client.ts';
import { ensureConnection } from '../../../demo/ensure-connection.ts';
import { ensurePolicy } from '../../../demo/ensure-policy.ts';
import { startTestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';

test("the demo's connection and policy are those of the first start, but for what a person has changed", async () => {
  const api = await startTestApi();
  const { token } = await newTenant(api);
  const client = new ApiClient(api.url, () => Promise.resolve(token));
  const ensure = (folder: string) =>
    ensureConnection(client, { slug: 'files', name: 'Shared', system: 'filesource', config: { folder } });
  const policies = async () => (await api.ask('GET', '/api/v1/mesh/policies', { token })).json?.['data'];
  await ensurePolicy(client);
  expect(await policies()).toMatchObject([{ connection_id: null, policy: 'auto' }]);
  const first = await ensure('a');
  await client.call(z.unknown(), 'PUT', '/mesh/policies', { policy: 'ask' });
  await ensurePolicy(client);
  expect(await policies()).toMatchObject([{ policy: 'ask' }]);
  expect([await ensure('a'), await ensure('b')]).toEqual([first, first]);
  const { json } = await api.ask('GET', `/api/v1/connections/${first}`, { token });
  expect(json).toMatchObject({ slug: 'files', config: { folder: 'b' } });

  expect((await api.ask('DELETE', `/api/v1/connections/${first}`, { token })).status).toBe(204);
  const second = await ensure('b');
  expect(second).not.toBe(first);
  expect(await ensure('b')).toBe(second);
  await api.close();
});
