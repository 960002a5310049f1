/**
 * Connections to the source. The driver is always given one host that has passed the guard and told to stay there
 * (`directConnection`): it never follows the hosts that a server announces. Of these only the primary is of interest,
 * and it passes the guard before it is connected to.
 */
import { MongoClient } from 'mongodb';
import type { Document, MongoClientOptions } from 'mongodb';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Fault, isFault } from '../../domain/faults.ts';
import { assertPublicHost } from '../../platform/http-guard.ts';
import type { SettingsOf } from '../settings.ts';
import type { Config, Credentials } from './config.ts';
import { toFault } from './faults.ts';
import { resolveCluster } from './srv.ts';

export type Settings = SettingsOf<Config, Credentials>;

export interface Connection {
  readonly client: MongoClient;
  readonly host: string;
  /** False for servers that speak MongoDB's protocol but refuse the rarer type names in `$type`. */
  readonly knowsAllTypes: boolean;
}

const connectTimeoutMs = 10_000;
/** A refused connection is tried again until then. */
const selectionTimeoutMs = 5_000;
const defaultPort = 27017;

export const placeOf = ({ config }: Settings): string => `${config.hosts.join(',')}/${config.database}`;

interface Host {
  readonly name: string;
  readonly port: number;
}

const splitHost = (text: string): Host => {
  const [, name = text, port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
  return { name: name.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? defaultPort : Number(port) };
};

/** Answers the checked addresses whatever is asked, so that a name cannot change its mind after the check. */
const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, options, answer) => {
    const [first] = addresses;
    if (options.all === true || first === undefined) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };

const tlsOf = ({ tls, tlsCa }: Config): MongoClientOptions =>
  tls === 'disable'
    ? { tls: false }
    : {
        tls: true,
        ...(tls === 'require' ? { tlsAllowInvalidCertificates: true, tlsAllowInvalidHostnames: true } : {}),
        ...(tlsCa === undefined ? {} : { ca: tlsCa }),
      };

const authOf = ({ config, credentials }: Settings, authSource: string | undefined): MongoClientOptions =>
  config.user === undefined
    ? {}
    : {
        auth: { username: config.user, password: credentials.password },
        authSource: config.authSource ?? authSource ?? 'admin',
        ...(config.authMechanism === 'DEFAULT' ? {} : { authMechanism: config.authMechanism }),
      };

/** Writes are never repeated by the driver: an answer that got lost is for the caller to look into. */
const optionsOf = (
  settings: Settings,
  authSource: string | undefined,
  addresses: readonly LookupAddress[],
): MongoClientOptions => ({
  ...tlsOf(settings.config),
  ...authOf(settings, authSource),
  directConnection: true,
  appName: 'autonomos',
  connectTimeoutMS: connectTimeoutMs,
  serverSelectionTimeoutMS: selectionTimeoutMs,
  socketTimeoutMS: settings.config.timeoutSeconds * 1000 + 5000,
  heartbeatFrequencyMS: 60_000,
  maxPoolSize: 8,
  retryReads: true,
  retryWrites: false,
  lookup: pinned(addresses),
});

interface Opened {
  readonly client: MongoClient;
  readonly hello: Document;
}

const openHost = async (settings: Settings, host: Host, authSource: string | undefined): Promise<Opened> => {
  const addresses = await assertPublicHost(host.name, host.port, settings.egressAllow);
  const authority = host.name.includes(':') ? `[${host.name}]` : host.name;
  const client = new MongoClient(
    `mongodb://${authority}:${host.port}/`,
    optionsOf(settings, authSource, addresses),
  );
  try {
    await client.connect();
    const hello = await client.db(settings.config.database).command({ hello: 1 });
    return { client, hello };
  } catch (error) {
    await client.close();
    throw toFault(error, `${host.name}:${host.port}`);
  }
};

const knowsAllTypes = async ({ client }: Opened): Promise<boolean> => {
  const info = await client.db('admin').command({ buildInfo: 1 });
  return !('ferretdbVersion' in info);
};

const connectionOf = async (opened: Opened, host: Host): Promise<Connection> => ({
  client: opened.client,
  host: `${host.name}:${host.port}`,
  knowsAllTypes: await knowsAllTypes(opened),
});

const isPrimary = (hello: Document): boolean =>
  hello['isWritablePrimary'] === true || hello['setName'] === undefined;

/** From a secondary to the primary that it names; a secondary without a known primary serves reads itself. */
const follow = async (
  settings: Settings,
  seed: Host,
  authSource: string | undefined,
): Promise<Connection> => {
  const opened = await openHost(settings, seed, authSource);
  const named: unknown = opened.hello['primary'];
  if (isPrimary(opened.hello) || typeof named !== 'string') return connectionOf(opened, seed);
  await opened.client.close();
  const primary = splitHost(named);
  return connectionOf(await openHost(settings, primary, authSource), primary);
};

/**
 * Connects to the first host that answers, or to the primary that it names.
 * @throws Fault `egress_refused`, `source_unreachable`, `source_auth_failed`, `source_config_invalid`
 */
export const connect = async (settings: Settings): Promise<Connection> => {
  const { config } = settings;
  const [cluster = ''] = config.hosts;
  const { hosts, authSource } = config.srv
    ? await resolveCluster(cluster)
    : { hosts: config.hosts, authSource: undefined };
  let failure: Fault | undefined;
  for (const host of hosts) {
    try {
      return await follow(settings, splitHost(host), authSource);
    } catch (error) {
      if (!isFault(error) || error.code !== 'source_unreachable') throw error;
      failure = error;
    }
  }
  throw failure ?? new Fault('source_unreachable', `${cluster} has no hosts`);
};
