import { Ajv2020 } from 'ajv/dist/2020.js';
import { routes } from '../../../api/routes.ts';
import { templateOf } from '../../../api/openapi.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { Reply, TestApi } from '../../support/test-api.ts';
import { newTenant, testPassword } from '../../support/test-users.ts';
import type { TestUser } from '../../support/test-users.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let api: TestApi;
let admin: TestUser;
let document: Document;
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  api = await startTestApi({ environment: { RATE_WRITES_PER_MINUTE: '1000' } });
  admin = await newTenant(api);
  document = (await api.ask('GET', '/openapi.json')).json as unknown as Document;
  ajv.addSchema(document, 'openapi');
});
afterAll(() => api.close());

test('the document names exactly the live routes', () => {
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${templateOf(path)}`).sort());
});

test('operation ids are unique', () => {
  const ids = routes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('no address shadows another', () => {
  const seen = new Map<string, string>();
  for (const { id, method, path, aliases } of routes) {
    for (const one of [path, ...aliases]) {
      const shape = `${method} ${one.replaceAll(/:[a-z_]+/g, ':')}`;
      expect(`${shape} → ${seen.get(shape) ?? id}`).toBe(`${shape} → ${id}`);
      seen.set(shape, id);
    }
  }
});

/** Fails unless the status is documented and the body fits its schema. */
const conforms = (method: string, template: string, reply: Reply): void => {
  const operation = document.paths[template]?.[method];
  const response = operation?.responses[String(reply.status)];
  expect(
    `${method} ${template} ${String(reply.status)} ${response === undefined ? 'is not documented' : 'ok'}`,
  ).toMatch(/ok$/);
  const type = reply.headers.get('content-type')?.split(';')[0];
  if (response?.content === undefined) {
    expect(reply.text).toBe('');
    return;
  }
  expect(Object.keys(response.content)).toContain(type);
  const pointer = `/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${String(reply.status)}/content/${(type ?? '').replaceAll('/', '~1')}/schema`;
  const validate = ajv.getSchema(`openapi#${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}`);
  expect(validate).toBeDefined();
  expect({ valid: validate?.(reply.json), errors: validate?.errors }).toEqual({ valid: true, errors: null });
};

const someId = '00000000-0000-4000-8000-000000000000';
const filled = (path: string): string =>
  path.replaceAll(/:([a-z_]*id)\b/g, someId).replaceAll(/:[a-z_]+/g, 'x');

describe.each(routes.map((route) => [route.id, route] as const))('%s', (_id, route) => {
  const template = templateOf(route.path);
  const ask = (more: { readonly token?: string; readonly body?: unknown }, query = '') =>
    api.ask(route.method.toUpperCase(), filled(route.path) + query, more);

  if (route.access !== 'public') {
    test('refuses strangers', async () => {
      const reply = await ask({});
      expect(reply.status).toBe(401);
      conforms(route.method, template, reply);
    });
  }

  test('refuses nonsense in a way that is documented', async () => {
    const token = route.access === 'public' ? {} : { token: admin.token };
    const replies = [
      await ask({ ...token }, '?no_such_parameter=1'),
      ...(route.method === 'get' || route.rawBody !== undefined
        ? []
        : [
            await ask({ ...token, body: '{"not json' }),
            await ask({ ...token, body: { no_such_field: true } }),
          ]),
    ];
    for (const reply of replies) {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      conforms(route.method, template, reply);
    }
  });
});

test('what works, works as documented', async () => {
  const { token } = admin;
  const tour: readonly (readonly [string, string, string, object])[] = [
    [
      'post',
      '/api/v1/auth/register',
      '/api/v1/auth/register',
      { body: { tenant_name: 'T', name: 'N', email: 'tour@example.com', password: testPassword } },
    ],
    [
      'post',
      '/api/v1/auth/login',
      '/api/v1/auth/login',
      { body: { email: 'tour@example.com', password: testPassword } },
    ],
    ['post', '/api/v1/auth/refresh', '/api/v1/auth/refresh', { body: { refresh_token: admin.refreshToken } }],
    ['post', '/api/v1/auth/logout', '/api/v1/auth/logout', {}],
    ['get', '/api/v1/auth/me', '/api/v1/auth/me', { token }],
    [
      'post',
      '/api/v1/auth/invites',
      '/api/v1/auth/invites',
      { token, body: { email: 'x@example.com', role: 'viewer' } },
    ],
    ['get', '/api/v1/users', '/api/v1/users?limit=1', { token }],
    ['patch', '/api/v1/users/{user_id}', `/api/v1/users/${admin.userId}`, { token, body: { name: 'Ada' } }],
    ['put', '/api/v1/flags/{name}', '/api/v1/flags/a', { token, body: { enabled: true } }],
    ['get', '/api/v1/flags', '/api/v1/flags', { token }],
    ['get', '/api/v1/audit', '/api/v1/audit?limit=2', { token }],
    ['delete', '/api/v1/flags/{name}', '/api/v1/flags/a', { token }],
    ['delete', '/api/v1/flags/{name}', '/api/v1/flags/a', { token }],
  ];
  const statuses: number[] = [];
  for (const [method, template, path, ask] of tour) {
    const reply = await api.ask(method.toUpperCase(), path, ask);
    conforms(method, template, reply);
    statuses.push(reply.status);
  }
  expect(statuses).toEqual([202, 200, 200, 204, 200, 201, 200, 200, 200, 200, 200, 204, 404]);
});

test('a method that an address does not take is refused with those that it takes', async () => {
  const reply = await api.ask('PUT', '/api/v1/users', { token: admin.token });
  expect(reply.status).toBe(405);
  expect(reply.headers.get('allow')).toBe('GET');
});

test.each(['/docs', '/redoc'])('%s loads nothing from elsewhere', async (path) => {
  const page = await api.ask('GET', path);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(loaded.length).toBeGreaterThan(0);
  for (const address of loaded) {
    expect(address).toMatch(/^\/(docs|redoc)\//);
    expect((await api.ask('GET', address)).status).toBe(200);
  }
});

test('each type of problem leads to its explanation', async () => {
  const { json } = await api.ask('GET', '/api/v1/nowhere');
  const page = await api.ask('GET', String(json?.['type']));
  expect(page.json).toMatchObject({ code: 'not_found', status: 404 });
});
