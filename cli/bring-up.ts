import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import { migrate } from '../migrations/migrate.ts';
import { isClaim, tryClaim } from '../platform/servers/claim.ts';
import { isPortFree } from '../platform/servers/free-port.ts';
import { identify } from '../platform/servers/process-identity.ts';
import { withProgress } from '../platform/servers/progress.ts';
import type { Progress } from '../platform/servers/progress.ts';
import type { ServerProcess } from '../platform/servers/spawn-server.ts';
import { startAll } from '../platform/servers/start-all.ts';
import type { Servers } from '../platform/servers/start-all.ts';
import { buildConsole } from './build-console.ts';
import { checkConfiguration } from './doctor/configuration-check.ts';
import { installation } from './installation.ts';
import { prepareHome } from './prepare-home.ts';
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
const portAttempts = 3;

/** Starts servers, migrates, and starts worker and API until the API is ready. Throws `conflict` when it runs already, or has no place to. */
export const bringUp = async (options: BringUpOptions): Promise<Platform> => {
  prepareHome(installation.folder);
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
  await refuseEarly(options.environment);
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
  const folders = {
    DCL_ROOT: resolve(options.environment['DCL_ROOT'] || join(installation.folder, 'registry')),
    FILESOURCE_ROOT: resolve(options.environment['FILESOURCE_ROOT'] || join(installation.folder, 'files')),
  };
  const environment: NodeJS.ProcessEnv = {
    ...options.environment,
    ...folders,
    ...secrets,
    ...variablesOf(servers),
    HOST: options.environment['HOST'] || '127.0.0.1',
    ...(await options.extend?.(servers)),
  };
  const worker = await supervise({ name: 'worker', script: 'temporal/worker.ts', environment });
  ends.push(worker.stop);
  const { api, apiUrl } = await withProgress(onProgress, 'Worker and API start', () =>
    Promise.race([startApi(environment), endOf('worker', worker).then(fail)]),
  );
  ends.push(api.stop);
  const addresses = addressesOf(apiUrl, servers, serveConsole);
  const owner = identify(process.pid) ?? { pid: process.pid, started: '' };
  const shared = { ...secrets, ...variablesOf(servers), ...folders, PUBLIC_URL: apiUrl };
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

interface StartedApi {
  readonly api: ServerProcess;
  readonly apiUrl: string;
}

/** What worker or API would refuse is told now, and not after servers and console have taken their minutes. */
const refuseEarly = async (environment: Readonly<NodeJS.ProcessEnv>): Promise<void> => {
  const { status, cause } = checkConfiguration(environment);
  if (status === 'fail') throw new Fault('validation_failed', `The environment is wrong: ${cause}`);
  const demanded = demandedPort(environment);
  if (demanded !== undefined) await servicePort('api', demanded, defaultPort);
};

const demandedPort = ({ PORT: port = '' }: Readonly<NodeJS.ProcessEnv>): number | undefined =>
  port === '' || port === '0' ? undefined : Number(port);

/** Another installation may take the port between our finding it free and our listening: then another one is tried. */
const startApi = async (environment: Readonly<NodeJS.ProcessEnv>): Promise<StartedApi> => {
  const chosen = demandedPort(environment);
  for (let attempt = 1; ; attempt += 1) {
    const port = await servicePort('api', chosen, defaultPort);
    try {
      return await startApiAt(environment, port);
    } catch (error) {
      if (chosen !== undefined || attempt === portAttempts || (await isPortFree(port))) throw error;
    }
  }
};

const startApiAt = async (environment: Readonly<NodeJS.ProcessEnv>, port: number): Promise<StartedApi> => {
  const { HOST: host = '' } = environment;
  const apiUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const api = await supervise({
    name: 'api',
    script: 'api/server.ts',
    environment: { ...environment, PORT: String(port) },
    ports: [port],
    readyWithinMs,
    isReady: async (pid) => {
      const [health, readiness] = await Promise.all([ask(`${apiUrl}/healthz`), ask(`${apiUrl}/readyz`)]);
      // What answers here until ours has failed may be the API of another installation.
      const { pid: answering } = healthSchema.parse(await health.json());
      return answering === pid && readiness.ok;
    },
  });
  return { api, apiUrl };
};

const healthSchema = z.object({ pid: z.number() });

const ask = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(5_000) });

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
