import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { buildConsole } from '../../cli/build-console.ts';
import { findChromium } from '../../platform/servers/chromium.ts';
import { isClaim, tryClaim } from '../../platform/servers/claim.ts';
import { startAll } from '../../platform/servers/start-all.ts';

const root = join(import.meta.dirname, '..', '..', '.autonomos');
const onProgress = (line) => process.stderr.write(`[set-up] ${line}\n`);

/** Runs side by side in one checkout get folders, hence servers, of their own. */
const claimFolder = () => {
  for (let number = 1; ; number += 1) {
    const folder = join(root, 'test', String(number));
    mkdirSync(folder, { recursive: true });
    const claim = tryClaim(join(folder, 'owner.json'));
    if (isClaim(claim)) return { folder, claim };
  }
};

/** A run that was killed may have left databases; those of an own server are nobody's. */
const dropDatabases = async (url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select quote_ident(datname) as name from pg_database where not datistemplate and datname <> 'postgres'`,
  );
  for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  await client.end();
};

const runsJourneys = ({ rootDir, testPathPatterns }) => {
  const chosen = testPathPatterns.toExecutor({ rootDir });
  return globSync(join(rootDir, 'test/journeys/*.test.ts')).some((path) => chosen.isMatch(path));
};

/**
 * Starts the servers of the `service` project once per run and publishes their addresses; test/support/services.ts reads
 * them. Only TEST_… variables are taken from outside: tests make databases and set passwords of roles, which must not
 * happen to an installation that somebody uses. The console is built meanwhile where a journey will walk through it.
 */
export default async (options) => {
  const { env } = process;
  const { folder, claim } = claimFolder();
  // Workflows and documents of an earlier run must not meet this one's; PostgreSQL keeps its cluster, which costs more.
  for (const name of [
    'temporal/temporal.db',
    'temporal/temporal.db-shm',
    'temporal/temporal.db-wal',
    'mongodb',
  ])
    rmSync(join(folder, name), { recursive: true, force: true });
  const tools = { toolsFolder: join(root, 'bin'), environment: env, onProgress };
  const [servers, chromium] = await Promise.all([
    startAll({
      ...tools,
      folder,
      given: {
        DATABASE_URL: env.TEST_DATABASE_URL,
        TEMPORAL_ADDRESS: env.TEST_TEMPORAL_ADDRESS,
        REDIS_URL: env.TEST_REDIS_URL,
        MONGODB_URI: env.TEST_MONGODB_URL,
      },
      database: 'postgres',
      durable: false,
      mongodb: true,
      temporalUi: false,
    }),
    findChromium(tools),
    runsJourneys(options) ? buildConsole(env, onProgress) : undefined,
  ]);
  if (servers.postgres.source !== 'env') await dropDatabases(servers.postgres.url);
  env.TEST_DATABASE_URL = servers.postgres.url;
  env.TEST_TEMPORAL_ADDRESS = servers.temporal.url;
  env.TEST_MONGODB_URL = servers.mongodb.url;
  env.TEST_MONGODB_KIND = servers.mongodb.kind ?? 'given';
  if (servers.redis !== null) env.TEST_REDIS_URL = servers.redis.url;
  if (chromium !== null) env.TEST_CHROMIUM = chromium;
  env.TEST_FOLDER = folder;
  globalThis.stopTestServers = async () => {
    await servers.stop();
    claim.release();
  };
};
