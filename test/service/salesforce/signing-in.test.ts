import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorizeUrl, exchangeCode } from '../../../connectors/salesforce/oauth.ts';
import { startSalesforceSimulator } from '../../../demo/simulators/salesforce/server.ts';
import type { SalesforceSimulator } from '../../../demo/simulators/salesforce/server.ts';
import { faultCode } from '../../contract/source-under-test.ts';
import { openOrg, openWith } from './open-simulator.ts';

const redirectUri = 'http://127.0.0.1:3000/callback';

const appOf = (simulator: SalesforceSimulator, clientSecret?: string) => ({
  loginUrl: simulator.url,
  clientId: simulator.client.id,
  ...(clientSecret === undefined ? {} : { clientSecret }),
  redirectUri,
  egressAllow: [simulator.host],
});

/** Does what a user's browser does: reads the consent page, presses a button, follows to the callback. */
const decide = async (url: string, decision: 'allow' | 'deny'): Promise<URLSearchParams> => {
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams({ decision });
  for (const [, name = '', value = ''] of page.matchAll(/name="([^"]+)" value="([^"]*)">/g)) {
    if (name !== 'decision') form.set(name, value.replaceAll('&amp;', '&'));
  }
  const answer = await fetch(new URL('/services/oauth2/authorize', url), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  expect(answer.status).toBe(302);
  const location = new URL(answer.headers.get('location')!);
  expect(location.origin + location.pathname).toBe(redirectUri);
  return location.searchParams;
};

describe('connecting with consent', () => {
  let simulator: SalesforceSimulator;
  beforeEach(async () => {
    simulator = await startSalesforceSimulator();
  });
  afterEach(() => simulator.close());

  test('code and PKCE become credentials that open the org; the URL holds no secret', async () => {
    const { url, codeVerifier } = authorizeUrl(appOf(simulator, simulator.client.secret), 'state-1');
    expect(url).not.toContain(simulator.client.secret);
    expect(url).not.toContain(codeVerifier);
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
    const answer = await decide(url, 'allow');
    expect(answer.get('state')).toBe('state-1');
    const app = appOf(simulator, simulator.client.secret);
    const credentials = await exchangeCode(app, answer.get('code')!, codeVerifier);
    const source = await openWith(simulator, credentials);
    expect((await source.discover()).objects).toHaveLength(1);
    await source.close();
    expect(await faultCode(() => exchangeCode(app, answer.get('code')!, codeVerifier))).toBe(
      'source_auth_failed',
    );
  });

  test('a stolen code is worth nothing without the verifier', async () => {
    const { url } = authorizeUrl(appOf(simulator), 's');
    const code = (await decide(url, 'allow')).get('code')!;
    expect(await faultCode(() => exchangeCode(appOf(simulator), code, 'a'.repeat(64)))).toBe(
      'source_auth_failed',
    );
  });

  test('a refusal comes back as an error, not as a code', async () => {
    const { url } = authorizeUrl(appOf(simulator), 's');
    const answer = await decide(url, 'deny');
    expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
  });

  test('addresses that are not of Salesforce are refused before anything is sent', async () => {
    const app = { ...appOf(simulator), egressAllow: [] };
    expect(await faultCode(() => exchangeCode(app, 'code', 'v'.repeat(64)))).toBe('egress_refused');
  });
});

test('client credentials sign in, and a wrong secret does not', async () => {
  const simulator = await startSalesforceSimulator();
  const { id: clientId, secret: clientSecret } = simulator.client;
  const good = await openWith(simulator, { grant: 'client_credentials', clientId, clientSecret });
  const bad = await openWith(simulator, { grant: 'client_credentials', clientId, clientSecret: 'wrong' });
  expect((await good.check()).ok).toBe(true);
  expect(await faultCode(() => bad.discover())).toBe('source_auth_failed');
  await Promise.all([good.close(), bad.close()]);
  await simulator.close();
});

test('many requests with an expired session renew it once', async () => {
  const org = await openOrg({ rotateRefreshTokens: true });
  const account = await org.account();
  org.simulator.expireSessions();
  const before = org.saved.length;
  await Promise.all(Array.from({ length: 8 }, () => org.source.count(account)));
  const accessTokens = new Set(org.saved.slice(before).map((credentials) => credentials['accessToken']));
  expect(accessTokens.size).toBe(1);
  await org.close();
});

test('a revoked connection says so instead of trying for ever', async () => {
  const org = await openOrg();
  const account = await org.account();
  org.simulator.revokeAll();
  expect(await faultCode(() => org.source.count(account))).toBe('source_auth_failed');
  const report = await org.source.check();
  expect(report.steps.at(-1)).toMatchObject({ name: 'authentication', ok: false });
  await org.close();
});

test('a session that is refused even when new ends in a fault', async () => {
  const org = await openOrg();
  const account = await org.account();
  org.simulator.plan({
    kind: 'status',
    status: 401,
    errorCode: 'INVALID_SESSION_ID',
    match: '/query',
    times: 50,
  });
  expect(await faultCode(() => org.source.count(account))).toBe('source_auth_failed');
  await org.close();
});

test('the simulator keeps its org over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  const dataFile = join(folder, 'org.json');
  const client = { id: 'app', secret: 'secret-of-the-app' };
  const first = await startSalesforceSimulator({ dataFile, client });
  const refreshToken = first.issueRefreshToken();
  first.mutate({ kind: 'add_column', object: 'Account', arguments: { name: 'Extra__c', type: 'string' } });
  first.loadRecords('Account', [{ Name: 'kept', Extra__c: 'too' }]);
  await first.close();
  const second = await startSalesforceSimulator({ dataFile, client });
  const source = await openWith(second, { grant: 'refresh_token', clientId: 'app', refreshToken });
  const [account] = (await source.discover()).objects;
  const { rows, columns } = await source.sample(account!, 5);
  expect(rows.map((cells) => [cells[columns.indexOf('Name')], cells[columns.indexOf('Extra__c')]])).toEqual([
    ['kept', 'too'],
  ]);
  await source.close();
  await second.close();
  await rm(folder, { recursive: true });
});
