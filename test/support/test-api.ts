import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../api/app.ts';
import { createDeps } from '../../api/create-deps.ts';
import type { Deadlines, OwnedDeps } from '../../api/create-deps.ts';
import { createHttpServer } from '../../api/create-http-server.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import { createReadiness } from '../../api/readiness.ts';
import { attachEventSocket } from '../../api/streams/event-socket.ts';
import { routes } from '../../api/routes.ts';
import { readConfig } from '../../platform/config.ts';
import { createLogger } from '../../platform/logger.ts';
import { redisUrl, temporalAddress } from './services.ts';
import { createTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: Record<string, unknown> | undefined;
}

export interface Ask {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi {
  readonly url: string;
  readonly deps: OwnedDeps;
  readonly database: TestDatabase;
  ask(method: string, path: string, ask?: Ask): Promise<Reply>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Endpoints besides those of the route table. */
  readonly endpoints?: readonly Endpoint[];
  /** A database that the suite owns; otherwise the API gets one and drops it at the end. */
  readonly database?: TestDatabase;
  /** Tests share two cores with others: servers get more time than in production, unless this says less. */
  readonly deadlines?: Partial<Deadlines>;
}

export const testSecret = 'test-jwt-secret-'.repeat(3);

/** The whole API in this process on a free port, with its own database on the run's real servers. */
export const startTestApi = async (options: TestApiOptions = {}): Promise<TestApi> => {
  const database = options.database ?? (await createTestDatabase());
  const config = readConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    DATABASE_ROLES_KEY: database.rolesKey,
    REDIS_URL: redisUrl(),
    TEMPORAL_ADDRESS: temporalAddress(),
    JWT_SECRET: testSecret,
    ENCRYPTION_KEY: 'test-encryption-key-'.repeat(2),
    SERVE_CONSOLE: 'false',
    RATE_AUTH_PER_MINUTE: '100000',
    ...options.environment,
  });
  const deps = createDeps(config, createLogger('test', config.LOG_LEVEL), {
    redis: 2_000,
    database: 10_000,
    reader: 30_000,
    ...options.deadlines,
  });
  // Requests before Redis is ready are counted in the process alone.
  if (deps.redis !== undefined && deps.redis.status !== 'ready') await once(deps.redis, 'ready');
  const readiness = createReadiness(deps);
  const endpoints = [...routes, ...(options.endpoints ?? [])];
  const server = createHttpServer(createApp({ deps, readiness, endpoints }));
  attachEventSocket(server, deps);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url,
    deps,
    database,
    ask: (method, path, ask) => send(url, { method, path, ...ask }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await deps.close();
      if (options.database === undefined) await database.drop();
    },
  };
};

/** One request to an API wherever it runs. */
export const send = async (
  url: string,
  { method, path, token, body, headers }: Ask & { readonly method: string; readonly path: string },
): Promise<Reply> => {
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : undefined,
  };
};
