import { tenantId } from '../../../../domain/ids.ts';
import { withTenant } from '../../../../platform/database/with-tenant.ts';
import { startSalesforceSimulator } from '../../../../demo/simulators/salesforce/server.ts';
import type { SalesforceSimulator } from '../../../../demo/simulators/salesforce/server.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newTenant } from '../../../support/test-users.ts';
import type { TestUser } from '../../../support/test-users.ts';

const publicUrl = 'https://console.example.com';
const callback = '/api/v1/connections/oauth/salesforce/callback';
const client = { id: 'connected-app', secret: 'app-secret' };
let simulator: SalesforceSimulator;
let api: TestApi;
let admin: TestUser;
beforeAll(async () => {
  simulator = await startSalesforceSimulator({ client });
  api = await startTestApi({
    environment: {
      RATE_WRITES_PER_MINUTE: '100000',
      RATE_READS_PER_MINUTE: '100000',
      PUBLIC_URL: publicUrl,
      EGRESS_ALLOW: simulator.host,
    },
  });
  admin = await newTenant(api);
});
afterAll(async () => {
  await api.close();
  await simulator.close();
});

const connection = async (user = admin): Promise<string> => {
  const body = { system: 'salesforce', name: 'CRM', config: { loginUrl: simulator.url } };
  const { json } = await api.ask('POST', '/api/v1/connections', { token: user.token, body });
  return String(json?.['connection_id']);
};
const start = async (
  id: string,
  more: Record<string, unknown> = { client_id: client.id, client_secret: client.secret },
) => {
  const body = { connection_id: id, ...more };
  const reply = await api.ask('POST', '/api/v1/connections/oauth/salesforce/start', {
    token: admin.token,
    body,
  });
  return {
    ...reply,
    url: String(reply.json?.['authorize_url']),
    cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  };
};
/** What the user's browser does at the source: presses a button, and is sent back to this path of ours. */
const decide = async (authorizeUrl: string, decision: 'allow' | 'deny'): Promise<string> => {
  const form = new URLSearchParams(new URL(authorizeUrl).searchParams);
  form.set('decision', decision);
  const answer = await fetch(new URL('/services/oauth2/authorize', authorizeUrl), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const location = answer.headers.get('location') ?? '';
  expect(location.startsWith(publicUrl + callback)).toBe(true);
  return location.slice(publicUrl.length);
};
const comeBack = (path: string, cookie: string) => api.ask('GET', path, { headers: { cookie } });
const credentialsOf = (id: string): Promise<Record<string, unknown>> =>
  withTenant(api.deps.pools.app, tenantId(admin.tenantId), async (transaction) => {
    const row = await transaction.db
      .selectFrom('connection_credentials')
      .select('sealed')
      .where('connection_id', '=', id)
      .executeTakeFirst();
    return row === undefined
      ? {}
      : await api.deps.secrets.openJson(transaction, `connection:${id}`, row.sealed);
  });

test('consent brings tokens, which are stored encrypted, and leads back to the console', async () => {
  const id = await connection();
  const begun = await start(id);
  expect(begun.status).toBe(200);
  expect(begun.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/);
  expect(begun.text).not.toContain(client.secret);
  expect(new URL(begun.url).searchParams.get('code_challenge_method')).toBe('S256');
  const done = await comeBack(await decide(begun.url, 'allow'), begun.cookie);
  expect([done.status, done.headers.get('location')]).toEqual([
    303,
    `${publicUrl}/connections/${id}?oauth=connected`,
  ]);
  expect(await credentialsOf(id)).toMatchObject({
    grant: 'refresh_token',
    clientId: client.id,
    instanceUrl: `${simulator.url}/`,
  });
  const shown = await api.ask('GET', `/api/v1/connections/${id}`, { token: admin.token });
  expect(shown.json).toMatchObject({
    status: 'active',
    credentials_set: ['accessToken', 'clientId', 'clientSecret', 'grant', 'instanceUrl', 'refreshToken'],
  });
  const { rows } = await api.database.admin.query(
    `select status, actor from au.audit_log where action = 'finishOAuth' and subject = $1`,
    [`connection:${id}`],
  );
  expect(rows).toEqual([{ status: 303, actor: admin.userId }]);
});

test('a reconnect takes the stored app; another app never meets the stored secret', async () => {
  const id = await connection();
  const first = await start(id);
  await comeBack(await decide(first.url, 'allow'), first.cookie);
  simulator.revokeAll();
  const again = await start(id, {});
  expect((await comeBack(await decide(again.url, 'allow'), again.cookie)).headers.get('location')).toMatch(
    /oauth=connected$/,
  );
  const fresh = await connection();
  expect((await start(fresh, {})).status).toBe(422);
});

test('a refusal at the source leads back too, and stores nothing', async () => {
  const id = await connection();
  const begun = await start(id);
  const done = await comeBack(await decide(begun.url, 'deny'), begun.cookie);
  expect(done.headers.get('location')).toMatch(/oauth=source_auth_failed$/);
  expect(await credentialsOf(id)).toEqual({});
});

test('a state works once, in the browser that began, for an admin, within its time', async () => {
  const id = await connection();
  const begun = await start(id);
  const path = await decide(begun.url, 'allow');
  expect((await api.ask('GET', path)).status).toBe(401);
  const other = await start(id);
  expect((await comeBack(path, other.cookie)).status).toBe(401);
  await api.database.admin.query(`update au.users set role = 'operator' where user_id = $1`, [admin.userId]);
  expect((await comeBack(path, begun.cookie)).status).toBe(401);
  await api.database.admin.query(`update au.users set role = 'admin' where user_id = $1`, [admin.userId]);
  expect(await credentialsOf(id)).toEqual({});
  expect((await comeBack(path, begun.cookie)).status).toBe(303);
  expect((await comeBack(path, begun.cookie)).status).toBe(401);

  const late = await start(id);
  const latePath = await decide(late.url, 'allow');
  await api.database.admin.query(`update au.oauth_states set expires_at = now() - interval '1 second'`);
  expect((await comeBack(latePath, late.cookie)).status).toBe(401);
});

test('a state moved to another tenant, a made-up one, and none are refused', async () => {
  const id = await connection();
  const begun = await start(id);
  const path = await decide(begun.url, 'allow');
  const other = await newTenant(api, 'Other');
  expect((await comeBack(path.replace(admin.tenantId, other.tenantId), begun.cookie)).status).toBe(401);
  expect((await comeBack(`${callback}?state=x&code=y`, begun.cookie)).status).toBe(401);
  expect((await comeBack(`${callback}?code=y`, begun.cookie)).status).toBe(422);
});

test('only systems with OAuth, and connections of that system, can begin', async () => {
  const body = { system: 'filesource', name: 'Files', config: {} };
  const { json } = await api.ask('POST', '/api/v1/connections', { token: admin.token, body });
  const files = String(json?.['connection_id']);
  expect((await start(files)).status).toBe(409);
  const wrong = await api.ask('POST', '/api/v1/connections/oauth/filesource/start', {
    token: admin.token,
    body: { connection_id: files, client_id: 'x' },
  });
  expect(wrong.status).toBe(404);
  const other = await newTenant(api, 'Stranger');
  expect((await start(await connection(other))).status).toBe(404);
});
