import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import { migrate } from '../migrations/migrate.ts';
import { isClaim, tryClaim } from '../platform/servers/claim.ts';
import { identify } from '../platform/servers/process-identity.ts';
import { withProgress } from '../platform/servers/progress.ts';
import type { Progress } from '../platform/servers/progress.ts';
import type { ServerProcess } from '../platform/servers/spawn-server.ts';
import { startAll } from '../platform/servers/start-all.ts';
import type { Servers } from '../platform/servers/start-all.ts';
import { buildConsole } from './build-console.ts';
import { installation } from './installation.ts';
import { readRunning, removeRunning, writeRunning } from './running-file.ts';
import { readSecrets } from './secrets-file.ts';
import { servicePort, supervise } from './supervise.ts';

export interface BringUpOptions {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly onProgress: Progress;
  /** Whether a MongoDB server is started too, as a source. */
  readonly mongodb: boolean;
  /** Variables for API and worker that depend on what was started, e.g. EGRESS_ALLOW for sources on loopback. */
  readonly extend?: (servers: Servers) => Promise<Readonly<Record<string, string>>>;
}

export interface Platform {
  readonly servers: Servers;
  readonly apiUrl: string;
  /** The environment of API and worker. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  /** What a person may want to open, by name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Settles, with a sentence, when API or worker end without being told to. */
  readonly broken: Promise<string>;
  /** Ends everything in order, API and worker first. */
  readonly stop: () => Promise<void>;
}

const defaultPort = 8000;
const readyWithinMs = 120_000;

/** Starts servers, migrates, and starts worker and API until the API is ready. Throws `conflict` when it runs already. */
export const bringUp = async (options: BringUpOptions): Promise<Platform> => {
  const claim = tryClaim(installation.claimFile);
  if (!isClaim(claim)) {
    const url = readRunning(installation.runningFile)?.environment['PUBLIC_URL'];
    const where = url === undefined ? '' : ` and answers at ${url}`;
    throw new Fault(
      'conflict',
      `AutonomOS already runs here (process ${claim.pid})${where}: end it with Ctrl-C there, or kill ${claim.pid}`,
    );
  }
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    removeRunning(installation.runningFile);
    for (const end of ends.splice(0).reverse()) await end();
    claim.release();
  };
  try {
    const parts = await startParts(options, ends);
    return { ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startParts = async (
  options: BringUpOptions,
  ends: (() => Promise<void>)[],
): Promise<Omit<Platform, 'stop'>> => {
  const { onProgress } = options;
  const secrets = readSecrets(installation.secretsFile, options.environment);
  const serveConsole = options.environment['SERVE_CONSOLE'] !== 'false';
  const [servers] = await Promise.all([
    startServers(options),
    serveConsole ? buildConsole(options.environment, onProgress) : null,
  ]);
  ends.push(servers.stop);
  const applied = await withProgress(onProgress, 'The database is migrated', () =>
    migrate(servers.postgres.url, secrets.DATABASE_ROLES_KEY),
  );
  if (applied.length > 0) onProgress(`Migrations applied: ${applied.join(', ')}`);
  const port = await apiPort(options.environment['PORT']);
  const host = options.environment['HOST'] || '127.0.0.1';
  const registry = resolve(options.environment['DCL_ROOT'] || join(installation.folder, 'registry'));
  const environment: NodeJS.ProcessEnv = {
    ...options.environment,
    DCL_ROOT: registry,
    ...secrets,
    ...variablesOf(servers),
    HOST: host,
    PORT: String(port),
    ...(await options.extend?.(servers)),
  };
  const apiUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const worker = await supervise({ name: 'worker', script: 'temporal/worker.ts', environment });
  ends.push(worker.stop);
  const api = await withProgress(onProgress, 'Worker and API start', () =>
    Promise.race([startApi(environment, port, apiUrl), endOf('worker', worker).then(fail)]),
  );
  ends.push(api.stop);
  const addresses = addressesOf(apiUrl, servers, serveConsole);
  const owner = identify(process.pid) ?? { pid: process.pid, started: '' };
  const files = environment['FILESOURCE_ROOT'];
  const shared = {
    ...secrets,
    ...variablesOf(servers),
    PUBLIC_URL: apiUrl,
    DCL_ROOT: registry,
    ...(files === undefined || files === '' ? {} : { FILESOURCE_ROOT: resolve(files) }),
  };
  writeRunning(installation.runningFile, { owner, environment: shared, addresses });
  const broken = Promise.race([endOf('worker', worker), endOf('api', api)]);
  return { servers, apiUrl, environment, addresses, broken };
};

const startServers = ({ environment, onProgress, mongodb }: BringUpOptions): Promise<Servers> =>
  startAll({
    folder: installation.folder,
    toolsFolder: installation.toolsFolder,
    environment,
    onProgress,
    given: {
      DATABASE_URL: environment['DATABASE_URL'],
      TEMPORAL_ADDRESS: environment['TEMPORAL_ADDRESS'],
      TEMPORAL_NAMESPACE: environment['TEMPORAL_NAMESPACE'],
      REDIS_URL: environment['REDIS_URL'],
      MONGODB_URI: environment['MONGODB_URI'],
    },
    database: 'autonomos',
    durable: true,
    mongodb,
    temporalUi: true,
  });

const startApi = (environment: NodeJS.ProcessEnv, port: number, apiUrl: string): Promise<ServerProcess> =>
  supervise({
    name: 'api',
    script: 'api/server.ts',
    environment,
    ports: [port],
    readyWithinMs,
    isReady: async (pid) => {
      const [health, readiness] = await Promise.all([ask(`${apiUrl}/healthz`), ask(`${apiUrl}/readyz`)]);
      // Another installation may have taken the port since it was found free; its API answers here until ours fails.
      const { pid: answering } = healthSchema.parse(await health.json());
      return answering === pid && readiness.ok;
    },
  });

const healthSchema = z.object({ pid: z.number() });

const ask = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(5_000) });

const apiPort = (demanded: string | undefined): Promise<number> =>
  servicePort(
    'api',
    demanded === undefined || demanded === '' || demanded === '0' ? undefined : Number(demanded),
    defaultPort,
  );

const variablesOf = ({ postgres, temporal, redis }: Servers): Record<string, string> => ({
  DATABASE_URL: postgres.url,
  TEMPORAL_ADDRESS: temporal.url,
  TEMPORAL_NAMESPACE: temporal.namespace,
  ...(temporal.uiUrl === null ? {} : { TEMPORAL_UI_URL: temporal.uiUrl }),
  ...(redis === null ? {} : { REDIS_URL: redis.url }),
});

const addressesOf = (
  apiUrl: string,
  { temporal }: Servers,
  servesConsole: boolean,
): Record<string, string> => ({
  [servesConsole ? 'console' : 'API']: apiUrl,
  'API docs': `${apiUrl}/docs`,
  ...(temporal.uiUrl === null ? {} : { 'Temporal Web UI': temporal.uiUrl }),
});

const endOf = async (name: string, service: ServerProcess): Promise<string> =>
  `${name}: ${await service.ended}; see ${installation.logsFolder}/${name}.log`;

const fail = (sentence: string): never => {
  throw new Fault('internal', sentence);
};
