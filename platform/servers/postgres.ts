import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Fault } from '../../domain/faults.ts';
import { postgresAccount, privilegesOf } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { clusterPassword, ensureCluster, recoverCluster } from './postgres-data.ts';
import type { Cluster } from './postgres-data.ts';
import { withProgress } from './progress.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { choosePorts, stopLeftover } from './server-state.ts';
import { spawnServer } from './spawn-server.ts';

export interface PostgresOptions extends StartOptions {
  /** Address of a server to use instead of an own one. */
  readonly given?: string | undefined;
  /** Database that the address names, made if missing; default `postgres`. */
  readonly database?: string;
  /** False spares the disk what a crash of the machine would lose (data that can be made again); default true. */
  readonly durable?: boolean;
}

/** Finds or starts PostgreSQL. `url` is that of a superuser. Throws `database_unavailable`, `conflict` or `internal`. */
export const startPostgres = async (options: PostgresOptions): Promise<RunningServer> => {
  if (options.given !== undefined && options.given !== '') return await findGivenPostgres(options.given);
  return await withProgress(options.onProgress, 'PostgreSQL starts', async () => {
    mkdirSync(options.folder, { recursive: true });
    const folder = realpathSync(options.folder);
    const dataFolder = join(folder, 'data');
    await stopLeftover(folder, 'SIGINT');
    const cluster: Cluster = {
      dataFolder,
      binaries: findPostgresBinaries(),
      account: postgresAccount(dataFolder),
      environment: options.environment,
    };
    const password = clusterPassword(folder);
    await ensureCluster(cluster, password);
    await recoverCluster(dataFolder);
    const [port = 0] = await choosePorts(folder, 1, options.port);
    const url = (database: string): string => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    const { pid, stop } = await spawnServer({
      name: 'PostgreSQL',
      folder,
      program: cluster.binaries.postgres,
      arguments: ['-D', dataFolder, ...settings(port, options.durable ?? true)],
      environment: { ...options.environment, LC_MESSAGES: 'C', TZ: 'UTC' },
      ports: [port],
      stopSignal: 'SIGINT',
      privileges: privilegesOf(cluster.account, [dataFolder, cluster.binaries.postgres]),
      isReady: () => answers(url('postgres')),
    });
    const database = options.database ?? 'postgres';
    await ensureDatabase(url('postgres'), database);
    return { name: 'PostgreSQL', url: url(database), port, source: 'embedded', pid, stop };
  });
};

/** No socket file (its folder may be closed to the account); statements stay out of the log, for they may hold secrets. */
const settings = (port: number, durable: boolean): string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'max_wal_size=4GB',
    'log_min_error_statement=panic',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);

const connect = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
};

const answers = (url: string): Promise<boolean> =>
  connect(url, async (client) => (await client.query('select 1')).rowCount === 1);

const ensureDatabase = async (url: string, database: string): Promise<void> => {
  await connect(url, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  });
};

export const findGivenPostgres = async (url: string): Promise<RunningServer> => {
  const { hostname, port } = new URL(url);
  try {
    await answers(url);
  } catch (cause) {
    throw new Fault(
      'database_unavailable',
      `DATABASE_URL names ${hostname}:${port || '5432'}, where no PostgreSQL lets us in: start it, correct the address, or unset the variable`,
      { cause },
    );
  }
  return {
    name: 'PostgreSQL',
    url,
    port: Number(port || 5432),
    source: 'env',
    pid: null,
    stop: () => Promise.resolve(),
  };
};
