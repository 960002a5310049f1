import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { startTestApi, testSecret } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import { newTenant } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

let api: TestApi;
let user: TestUser;
beforeAll(async () => {
  api = await startTestApi();
  user = await newTenant(api);
});
afterAll(() => api.close());

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const signed = (header: unknown, payload: unknown, secret = testSecret): string => {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const now = () => Math.floor(Date.now() / 1000);
const good = () => ({
  user_id: user.userId,
  tenant_id: user.tenantId,
  role: 'admin',
  iat: now(),
  exp: now() + 1800,
  aud: 'autonomos-api',
  iss: 'autonomos',
  jti: randomUUID(),
});
const hs256 = { alg: 'HS256', typ: 'JWT' };
const without = (name: string) => Object.fromEntries(Object.entries(good()).filter(([key]) => key !== name));
const ask = (token: string) => api.ask('GET', '/api/v1/auth/me', { token });

test('a token of the right form is let in, so the others below fail for their own reason', async () => {
  expect((await ask(signed(hs256, good()))).status).toBe(200);
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const forged: readonly (readonly [string, () => string])[] = [
  ...['none', 'None', 'NONE', 'nOnE'].map(
    (alg) => [`alg ${alg}`, () => `${encode({ alg, typ: 'JWT' })}.${encode(good())}.`] as const,
  ),
  ['an empty signature', () => signed(hs256, good()).replace(/[^.]*$/, '')],
  ['no signature part', () => signed(hs256, good()).split('.').slice(0, 2).join('.')],
  ['a trailing dot', () => `${signed(hs256, good())}.`],
  ['another secret', () => signed(hs256, good(), 'x'.repeat(40))],
  ['HS256 signed with a public key', () => signed(hs256, good(), publicPem)],
  ['RS256', () => jwt.sign(good(), privateKey, { algorithm: 'RS256' })],
  ['HS512', () => jwt.sign(good(), testSecret, { algorithm: 'HS512' })],
  [
    'a tampered payload',
    () => {
      const [header, , signature] = signed(hs256, good()).split('.');
      return `${header!}.${encode({ ...good(), role: 'viewer' })}.${signature!}`;
    },
  ],
  [
    'an edited tenant',
    () => {
      const [header, , signature] = signed(hs256, good()).split('.');
      return `${header!}.${encode({ ...good(), tenant_id: randomUUID() })}.${signature!}`;
    },
  ],
  ...['user_id', 'tenant_id', 'role', 'iss', 'aud', 'iat', 'exp', 'jti'].map(
    (name) => [`no ${name}`, () => signed(hs256, without(name))] as const,
  ),
  ['exp as a text', () => signed(hs256, { ...good(), exp: String(now() + 60) })],
  ['exp in the far future', () => signed(hs256, { ...good(), exp: now() + 10 * 365 * 86_400 })],
  ['exp a second ago', () => signed(hs256, { ...good(), iat: now() - 100, exp: now() - 1 })],
  ['exp as a fraction', () => signed(hs256, { ...good(), exp: now() + 0.5 })],
  ['iat in the future', () => signed(hs256, { ...good(), iat: now() + 3600, exp: now() + 3700 })],
  ['nbf in the future', () => signed(hs256, { ...good(), nbf: now() + 600 })],
  ['another issuer', () => signed(hs256, { ...good(), iss: 'somebody' })],
  ['another audience', () => signed(hs256, { ...good(), aud: 'somebody' })],
  ['a list of audiences', () => signed(hs256, { ...good(), aud: ['autonomos-api', 'x'] })],
  ['another typ', () => signed({ alg: 'HS256', typ: 'at+jwt' }, good())],
  ['a role that does not exist', () => signed(hs256, { ...good(), role: 'root' })],
  ['a user who does not exist', () => signed(hs256, { ...good(), user_id: randomUUID() })],
  ['a user of another tenant', () => signed(hs256, { ...good(), tenant_id: randomUUID() })],
  ['an id that is no UUID', () => signed(hs256, { ...good(), tenant_id: "' or true --" })],
  ['a claim too many', () => signed(hs256, { ...good(), is_admin: true })],
  [
    'a claim that stands twice',
    () => signed(hs256, JSON.stringify(good()).replace('{', '{"role":"viewer",')),
  ],
  ...[
    { kid: '../../etc/passwd' },
    { kid: "x' union select" },
    { kid: 'unknown' },
    { kid: ['a'] },
    { jku: 'https://example.com/keys' },
    { x5u: 'https://example.com/cert' },
    { jwk: { kty: 'oct', k: 'AAAA' } },
    { crit: ['exp'] },
    { b64: false },
    { zip: 'DEF' },
  ].map(
    (extra) => [`header ${JSON.stringify(extra)}`, () => signed({ ...hs256, ...extra }, good())] as const,
  ),
  ['a refresh token', () => user.refreshToken],
  ['100 kB', () => signed(hs256, { ...good(), jti: 'x'.repeat(75_000) })],
  ['five parts, as JWE has', () => 'a.b.c.d.e'],
  ['nothing but dots', () => '..'],
  ['no JSON', () => signed('x', 'y')],
  ['null', () => signed(hs256, 'null')],
];

test.each(forged)('%s: 401 with the one body that says nothing', async (_name, forge) => {
  const { status, json, headers } = await ask(forge());
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe('Bearer');
  const { trace_id: traceId, ...rest } = json!;
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(rest).toEqual({
    type: '/problems/unauthenticated',
    title: 'Sign in first',
    status: 401,
    detail: 'Send a valid access token: Authorization: Bearer <token> (POST /api/v1/auth/login)',
    code: 'unauthenticated',
    instance: '/api/v1/auth/me',
    retryable: false,
    errors: [],
  });
});

test('a token in the query, a cookie or another scheme is no token', async () => {
  const token = signed(hs256, good());
  const tries = await Promise.all([
    api.ask('GET', `/api/v1/auth/me?access_token=${token}`),
    api.ask('GET', '/api/v1/auth/me', { headers: { cookie: `token=${token}` } }),
    api.ask('GET', '/api/v1/auth/me', { headers: { authorization: `Basic ${token}` } }),
  ]);
  expect(tries.map(({ status }) => status)).toEqual([401, 401, 401]);
});

test('a token that ends is refused from then on, although it was verified a moment ago', async () => {
  const token = signed(hs256, { ...good(), iat: now() - 1797, exp: now() + 3 });
  expect((await ask(token)).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect((await ask(token)).status).toBe(401);
});
