import { randomUUID } from 'node:crypto';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newMember, newTenant, signIn, testPassword } from '../../support/test-users.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const register = (email: string, password = testPassword) =>
  api.ask('POST', '/api/v1/auth/register', {
    body: { tenant_name: 'T', name: 'N', email, password },
  });
const login = (email: string, password: string, headers = {}) =>
  api.ask('POST', '/api/v1/auth/login', { body: { email, password }, headers });
const refresh = (refreshToken: string, key?: string) =>
  api.ask('POST', '/api/v1/auth/refresh', {
    body: { refresh_token: refreshToken },
    headers: key === undefined ? {} : { 'Idempotency-Key': key },
  });

describe('register', () => {
  test('answers alike for a new and a known address, and keeps the first password', async () => {
    const email = `known-${randomUUID()}@example.com`;
    const first = await register(email);
    const second = await register(email.toUpperCase(), 'quite another password');
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.text).toBe(first.text);
    expect((await login(email, testPassword)).status).toBe(200);
    expect((await login(email, 'quite another password')).status).toBe(401);
  });

  test('twenty at once with one address make one tenant', async () => {
    const email = `race-${randomUUID()}@example.com`;
    // One e-mail may be tried ten times a minute.
    const replies = await Promise.all(Array.from({ length: 10 }, () => register(email)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
    const { rows } = await api.database.admin.query('select 1 from au.users where email = $1', [email]);
    expect(rows).toHaveLength(1);
  });

  test.each([
    [
      'a field too many',
      { tenant_name: 'T', name: 'N', email: 'a@example.com', password: testPassword, role: 'admin' },
      '/role',
    ],
    [
      'a short password',
      { tenant_name: 'T', name: 'N', email: 'a@example.com', password: 'short' },
      '/password',
    ],
    ['no address', { tenant_name: 'T', name: 'N', email: 'nobody', password: testPassword }, '/email'],
  ])('refuses %s and points to it', async (_name, body, pointer) => {
    const { status, json } = await api.ask('POST', '/api/v1/auth/register', { body });
    expect(status).toBe(422);
    expect(json?.['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
  });
});

describe('login', () => {
  test('answers an unknown address and a wrong password alike, and writes both down', async () => {
    const { email } = await newTenant(api);
    const wrong = await login(email, 'not the password');
    const unknown = await login(`nobody-${randomUUID()}@example.com`, 'not the password');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const without = ({ trace_id: _, ...rest }: Record<string, unknown>) => rest;
    expect(without(wrong.json!)).toEqual(without(unknown.json!));
    const { rows } = await api.database.admin.query(
      `select 1 from au.auth_audit where action = 'login' and outcome = 'refused' and trace_id = any($1)`,
      [[wrong.json?.['trace_id'], unknown.json?.['trace_id']]],
    );
    expect(rows).toHaveLength(2);
  });

  test('gives programs the refresh token in the body and no cookie', async () => {
    const { email } = await newTenant(api);
    const { headers, json } = await login(email, testPassword);
    expect(headers.get('set-cookie')).toBeNull();
    expect(json).toMatchObject({
      token_type: 'Bearer',
      expires_in: 1800,
      refresh_token: expect.any(String) as string,
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('gives the console the refresh token in a cookie that no script can read', async () => {
    const { email } = await newTenant(api);
    const { headers, json } = await login(email, testPassword, { 'x-client': 'console' });
    expect(json).not.toHaveProperty('refresh_token');
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\/api\/v1\/auth/);
    const sent = { cookie: cookie.split(';')[0] ?? '' };
    // Without the field that only our console sends, the cookie is worth nothing.
    expect((await api.ask('POST', '/api/v1/auth/refresh', { headers: sent })).status).toBe(401);
    const refreshed = await api.ask('POST', '/api/v1/auth/refresh', {
      headers: { ...sent, 'x-client': 'console' },
    });
    expect(refreshed.status).toBe(200);
  });

  test('stops the eleventh attempt on one address, with the right password too, and says when to come back', async () => {
    const { email } = await newTenant(api);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await login(email, 'wrong')).status);
    expect(statuses).toContain(429);
    const right = await login(email, testPassword);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('refresh', () => {
  test('works once; a second use ends the whole session', async () => {
    const user = await newTenant(api);
    const second = await refresh(user.refreshToken);
    expect(second.status).toBe(200);
    const newest = String(second.json?.['refresh_token']);
    expect(newest).not.toBe(user.refreshToken);
    expect((await refresh(user.refreshToken)).status).toBe(401);
    expect((await refresh(newest)).status).toBe(401);
  });

  test('of ten at once with one token, one wins', async () => {
    const user = await newTenant(api);
    const replies = await Promise.all(Array.from({ length: 10 }, () => refresh(user.refreshToken)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  describe('under a key', () => {
    test('gets the same answer again, ten times at once too, until that token is used', async () => {
      const user = await newTenant(api);
      const replies = await Promise.all(Array.from({ length: 10 }, () => refresh(user.refreshToken, 'k')));
      const given = new Set(replies.map(({ json }) => json?.['refresh_token']));
      expect(given.size).toBe(1);
      const [second] = [...given].map(String);
      expect(second).not.toBe(user.refreshToken);
      const third = await refresh(second ?? '', 'k');
      expect(third.status).toBe(200);
      expect((await refresh(user.refreshToken, 'k')).status).toBe(401);
      expect((await refresh(String(third.json?.['refresh_token']))).status).toBe(401);
    });

    test.each([
      ['another key', 'other'],
      ['no key', undefined],
    ])('%s is a second use and ends the session', async (_name, key) => {
      const user = await newTenant(api);
      const second = await refresh(user.refreshToken, 'k');
      expect((await refresh(user.refreshToken, key)).status).toBe(401);
      expect((await refresh(user.refreshToken, 'k')).status).toBe(401);
      expect((await refresh(String(second.json?.['refresh_token']), 'k')).status).toBe(401);
    });

    test('that cannot be one is refused and uses nothing up', async () => {
      const user = await newTenant(api);
      expect((await refresh(user.refreshToken, 'two words')).status).toBe(400);
      expect((await refresh(user.refreshToken, 'k')).status).toBe(200);
    });
  });

  test.each(['', 'x', `${randomUUID()}.short`, `${randomUUID()}.${'A'.repeat(43)}`, 'a.b.c'])(
    'refuses %j',
    async (text) => {
      const { status } = await refresh(text === '' ? 'x'.repeat(10) : text);
      expect(status).toBe(401);
    },
  );

  test('a token moved to another tenant is unknown', async () => {
    const [mine, theirs] = [await newTenant(api), await newTenant(api)];
    const moved = mine.refreshToken.replace(mine.tenantId, theirs.tenantId);
    expect((await refresh(moved)).status).toBe(401);
    expect((await refresh(mine.refreshToken)).status).toBe(200);
  });

  test('an expired token is refused', async () => {
    const user = await newTenant(api);
    await api.database.admin.query(
      `update au.refresh_tokens set expires_at = now() - interval '1 second' where user_id = $1`,
      [user.userId],
    );
    expect((await refresh(user.refreshToken)).status).toBe(401);
  });

  test('only hashes are stored', async () => {
    const user = await newTenant(api);
    const { rows } = await api.database.admin.query<{ dump: string }>(
      `select string_agg(t::text, ' ') as dump from au.refresh_tokens t`,
    );
    expect(rows[0]?.dump).not.toContain(user.refreshToken.split('.')[1]);
  });
});

describe('logout', () => {
  test('ends the session, and is content with an unknown one', async () => {
    const user = await newTenant(api);
    const ended = await api.ask('POST', '/api/v1/auth/logout', {
      body: { refresh_token: user.refreshToken },
    });
    expect(ended.status).toBe(204);
    expect((await refresh(user.refreshToken)).status).toBe(401);
    expect((await api.ask('POST', '/api/v1/auth/logout')).status).toBe(204);
  });
});

describe('invites', () => {
  test('bring somebody in with the role that was meant, once', async () => {
    const admin = await newTenant(api);
    const invited = await api.ask('POST', '/api/v1/auth/invites', {
      token: admin.token,
      body: { email: 'New.Person@Example.com', role: 'operator' },
    });
    expect(invited.status).toBe(201);
    const token = String(invited.json?.['link']).split('#')[1];
    const accept = () =>
      api.ask('POST', '/api/v1/auth/invites/accept', {
        body: { token, name: 'New', password: testPassword },
      });
    expect((await accept()).status).toBe(200);
    expect((await accept()).status).toBe(404);
    const member = await signIn(api, 'new.person@example.com');
    expect(member.tenantId).toBe(admin.tenantId);
    const me = await api.ask('GET', '/api/v1/auth/me', { token: member.token });
    expect(me.json).toMatchObject({ role: 'operator', email: 'new.person@example.com' });
  });

  test('are kept nowhere: the same key gives another link, and the first one is withdrawn', async () => {
    const admin = await newTenant(api);
    const key = { 'idempotency-key': randomUUID() };
    const invite = async () => {
      const body = { email: 'twice@example.com', role: 'viewer' };
      const { json } = await api.ask('POST', '/api/v1/auth/invites', {
        token: admin.token,
        body,
        headers: key,
      });
      return String(json?.['link']).split('#')[1];
    };
    const [first, second] = [await invite(), await invite()];
    const { rows } = await api.database.admin.query('select from au.idempotency_keys where tenant_id = $1', [
      admin.tenantId,
    ]);
    expect(rows).toHaveLength(0);
    const body = { name: 'New', password: testPassword };
    const accept = (token: string | undefined) =>
      api.ask('POST', '/api/v1/auth/invites/accept', { body: { ...body, token } });
    expect([(await accept(first)).status, (await accept(second)).status]).toEqual([404, 200]);
  });

  test('answer alike for an address that has an account elsewhere, which nobody can take over', async () => {
    const [admin, other] = [await newTenant(api), await newTenant(api)];
    const invited = await api.ask('POST', '/api/v1/auth/invites', {
      token: admin.token,
      body: { email: other.email, role: 'viewer' },
    });
    expect(invited.status).toBe(201);
    const token = String(invited.json?.['link']).split('#')[1];
    const accepted = await api.ask('POST', '/api/v1/auth/invites/accept', {
      body: { token, name: 'Thief', password: 'a password of the thief' },
    });
    expect(accepted.status).toBe(404);
    expect((await signIn(api, other.email)).tenantId).toBe(other.tenantId);
  });
});

describe('users', () => {
  test('a disabled user is out at once: access token, refresh token and sign-in', async () => {
    const admin = await newTenant(api);
    const member = await newMember(api, admin, 'operator');
    const me = () => api.ask('GET', '/api/v1/auth/me', { token: member.token });
    expect((await me()).status).toBe(200);
    const changed = await api.ask('PATCH', `/api/v1/users/${member.userId}`, {
      token: admin.token,
      body: { disabled: true },
    });
    expect(changed.status).toBe(200);
    expect((await me()).status).toBe(401);
    expect((await refresh(member.refreshToken)).status).toBe(401);
    expect((await login(member.email, testPassword)).status).toBe(401);
  });

  test('a changed role holds for tokens that are already out', async () => {
    const admin = await newTenant(api);
    const member = await newMember(api, admin, 'admin');
    const users = () => api.ask('GET', '/api/v1/users', { token: member.token });
    expect((await users()).status).toBe(200);
    await api.ask('PATCH', `/api/v1/users/${member.userId}`, {
      token: admin.token,
      body: { role: 'viewer' },
    });
    expect((await users()).status).toBe(403);
  });

  test('the last admin can neither leave nor be disabled, even when two try at once', async () => {
    const admin = await newTenant(api);
    const alone = await api.ask('PATCH', `/api/v1/users/${admin.userId}`, {
      token: admin.token,
      body: { role: 'viewer' },
    });
    expect(alone.status).toBe(409);
    const second = await newMember(api, admin, 'admin');
    const both = await Promise.all(
      [admin, second].map((one) =>
        api.ask('PATCH', `/api/v1/users/${one.userId}`, { token: one.token, body: { disabled: true } }),
      ),
    );
    expect(both.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const { rows } = await api.database.admin.query(
      `select 1 from au.users where tenant_id = $1 and role = 'admin' and disabled_at is null`,
      [admin.tenantId],
    );
    expect(rows.length).toBeGreaterThanOrEqual(1);
  });

  test('lists show no password hash', async () => {
    const admin = await newTenant(api);
    const { json } = await api.ask('GET', '/api/v1/users', { token: admin.token });
    expect(Object.keys((json?.['data'] as object[])[0]!).sort()).toEqual(
      ['created_at', 'disabled_at', 'email', 'name', 'role', 'user_id'].sort(),
    );
  });
});
