/** Addresses of the servers that global-setup.mjs started for this run. */
const published = (name: string, cure: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: ${cure}`);
  return value;
};

const runAsService =
  'the file must be in a folder of the jest project `service`, whose global set-up starts the servers';

/** Superuser's URL of the maintenance database; each suite makes a database of its own on this server. */
export const databaseUrl = (): string => published('TEST_DATABASE_URL', runAsService);

/** The same server, another database. */
export const databaseUrlFor = (database: string): string => {
  const url = new URL(databaseUrl());
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.toString();
};

/** host:port of the Temporal frontend; namespace `default`. */
export const temporalAddress = (): string => published('TEST_TEMPORAL_ADDRESS', runAsService);

export const redisUrl = (): string =>
  published('TEST_REDIS_URL', 'no Redis was found; apt-get install redis-server, or set TEST_REDIS_URL');

export const mongodbUrl = (): string => published('TEST_MONGODB_URL', runAsService);

/** FerretDB refuses documents that a mongod takes; `given` is a server named by TEST_MONGODB_URL. */
export const mongodbKind = (): 'mongod' | 'ferretdb' | 'given' =>
  published('TEST_MONGODB_KIND', runAsService) as 'mongod' | 'ferretdb' | 'given';

/** Path of a Chromium. */
export const chromiumPath = (): string =>
  published(
    'TEST_CHROMIUM',
    'no Chromium was found; apt-get install chromium-headless-shell, or set CHROMIUM',
  );

/** A folder of this run alone, for servers and files that a suite makes itself; removed by whoever makes them. */
export const testFolder = (): string => published('TEST_FOLDER', runAsService);
