import { findPostgresBinaries } from '../../platform/servers/postgres-binaries.ts';
import { locateChromium } from '../../platform/servers/chromium.ts';
import { findOnPath } from '../../platform/servers/find-on-path.ts';
import { findGo } from '../../platform/servers/go-tool.ts';
import { locateMongodb } from '../../platform/servers/mongodb-binary.ts';
import { findGivenMongodb } from '../../platform/servers/mongodb.ts';
import { findGivenPostgres } from '../../platform/servers/postgres.ts';
import { locateRedis } from '../../platform/servers/redis-binary.ts';
import { findGivenRedis } from '../../platform/servers/redis.ts';
import { locateTemporal } from '../../platform/servers/temporal-binary.ts';
import type { Tools } from '../../platform/servers/temporal-binary.ts';
import { findGivenTemporal } from '../../platform/servers/temporal.ts';
import { causeOf, fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

/** Each server: a given address must answer; without one, the program must be there or be had. Starts and builds nothing. */
export const checkServers = (tools: Tools): Promise<Check[]> =>
  Promise.all([
    checkPostgres(tools),
    checkTemporal(tools),
    checkRedis(tools),
    checkMongodb(tools),
    checkChromium(tools),
  ]);

const given = ({ environment }: Tools, name: string): string | null => {
  const value = environment[name];
  return value === undefined || value === '' ? null : value;
};

const checkGiven = async (part: string, name: string, connect: () => Promise<unknown>): Promise<Check> => {
  try {
    await connect();
    return ok(part, `${name} answers`);
  } catch (error) {
    return fail(part, causeOf(error), `unset ${name}`);
  }
};

const checkPostgres = async (tools: Tools): Promise<Check> => {
  const url = given(tools, 'DATABASE_URL');
  if (url !== null) return await checkGiven('PostgreSQL', 'DATABASE_URL', () => findGivenPostgres(url));
  try {
    return ok('PostgreSQL', `embedded, ${findPostgresBinaries().postgres}`);
  } catch (error) {
    return fail('PostgreSQL', causeOf(error), 'npm ci --include=dev');
  }
};

const checkTemporal = async (tools: Tools): Promise<Check> => {
  const address = given(tools, 'TEMPORAL_ADDRESS');
  if (address !== null)
    return await checkGiven('Temporal', 'TEMPORAL_ADDRESS', () =>
      findGivenTemporal(address, given(tools, 'TEMPORAL_NAMESPACE') ?? 'default'),
    );
  const found = locateTemporal(tools);
  if (found !== null) return ok('Temporal', found.program);
  return findGo(tools.environment) === null
    ? fail(
        'Temporal',
        'neither its CLI nor Go is here; without them it must be fetched at the first start',
        'apt-get install golang-go, or install the CLI: docs.temporal.io/cli',
      )
    : warn('Temporal', 'is fetched or built at the first start (about 5 minutes, once)', 'autonomos up');
};

const checkRedis = async (tools: Tools): Promise<Check> => {
  const url = given(tools, 'REDIS_URL');
  if (url !== null) return await checkGiven('Redis', 'REDIS_URL', () => findGivenRedis(url));
  const found = locateRedis(tools);
  if (found !== null) return ok('Redis', found.program);
  return findOnPath(tools.environment, 'apt-get') === null
    ? warn('Redis', 'is missing: the platform runs degraded', 'brew install redis')
    : warn('Redis', 'is fetched by apt at the first start', 'apt-get install redis-server');
};

const checkMongodb = async (tools: Tools): Promise<Check> => {
  const url = given(tools, 'MONGODB_URI');
  if (url !== null) return await checkGiven('MongoDB', 'MONGODB_URI', () => findGivenMongodb(url));
  const found = locateMongodb(tools);
  if (found !== null) return ok('MongoDB', found.program);
  return findGo(tools.environment) === null
    ? warn('MongoDB', 'neither mongod nor Go is here; demo and tests need one', 'apt-get install golang-go')
    : warn(
        'MongoDB',
        'FerretDB is built at the first start of demo or tests (about 1 minute)',
        'npm run demo',
      );
};

const checkChromium = (tools: Tools): Promise<Check> => {
  const found = locateChromium(tools);
  return Promise.resolve(
    found === null
      ? warn('Chromium', 'is missing: browser tests need it', 'apt-get install chromium-headless-shell')
      : ok('Chromium', found),
  );
};
