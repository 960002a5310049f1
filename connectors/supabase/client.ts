/** Connections to the source: guarded, bounded in time, one setting of the session that our parsing relies on. */
import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { Fault } from '../../domain/faults.ts';
import { assertPublicHost } from '../../platform/http-guard.ts';
import type { SettingsOf } from '../settings.ts';
import type { Config, Credentials } from './config.ts';
import { toFault } from './faults.ts';

export type Settings = SettingsOf<Config, Credentials>;

const connectTimeoutMs = 10_000;
const lockTimeoutMs = 10_000;
/** How long after the server's own limit the client gives up by itself (a server that is gone says nothing). */
const graceMs = 5_000;
/** How long a connection may take to say goodbye. */
const farewellMs = 1_000;

export const placeOf = ({ config }: Settings): string => `${config.host}:${config.port}/${config.database}`;

const tlsOf = ({ ssl, host, sslCa }: Config): ClientConfig['ssl'] =>
  ssl === 'disable'
    ? false
    : {
        servername: host,
        rejectUnauthorized: ssl === 'verify-full',
        ...(sslCa === undefined ? {} : { ca: sslCa }),
      };

/** A password in clear text goes over TLS, stays on this machine, or is not sent. */
const refuseCleartext = (client: Client, settings: Settings, address: string): void => {
  if (settings.config.ssl !== 'disable' || /^(?:127\.|::1$)/.test(address)) return;
  client.connection.once('authenticationCleartextPassword', () => {
    const why =
      'asks for the password in clear text over a connection without TLS. Set encryption to verify-full.';
    client.connection.emit('error', new Fault('source_config_invalid', `${placeOf(settings)} ${why}`));
    client.connection.stream.destroy();
  });
};

const clientFor = (settings: Settings, address: string): Client => {
  const { config, credentials, logger } = settings;
  const client = new Client({
    host: address,
    port: config.port,
    database: config.database,
    user: config.user,
    password: credentials.password,
    ssl: tlsOf(config),
    application_name: 'autonomos',
    client_encoding: 'UTF8',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('error', (error) => {
    logger.warn({ error, source: placeOf(settings) }, 'source connection lost');
  });
  refuseCleartext(client, settings, address);
  return client;
};

/** Ends the connection without waiting for a server that may be in the middle of an answer, or silent. */
export const destroy = (client: Client): void => {
  client.end().catch(() => undefined);
  setTimeout(() => client.connection.stream.destroy(), farewellMs).unref();
};

/**
 * Opens a connection to one of the host's checked addresses.
 * @throws Fault `egress_refused`, `source_unreachable`, `source_auth_failed`, `source_config_invalid`
 */
export const connect = async (settings: Settings): Promise<Client> => {
  const { host, port } = settings.config;
  const addresses = await assertPublicHost(host, port, settings.egressAllow);
  let failure: Fault | undefined;
  for (const { address } of addresses) {
    const client = clientFor(settings, address);
    try {
      await client.connect();
      return client;
    } catch (error) {
      destroy(client);
      failure = toFault(error, placeOf(settings));
      if (failure.code !== 'source_unreachable') throw failure;
    }
  }
  throw failure ?? new Fault('source_unreachable', `${host} has no address`);
};

/**
 * Set inside each transaction, because poolers refuse start-up parameters and share sessions: the text forms that
 * `decode.ts` reads, limits of time, and plans that walk the key's index and give the first rows at once.
 */
const sessionSql = (config: Config): string =>
  `set local timezone = 'UTC'; set local datestyle = 'ISO, MDY'; set local intervalstyle = 'iso_8601';
   set local bytea_output = 'hex'; set local extra_float_digits = 1; set local standard_conforming_strings = on;
   set local lock_timeout = ${lockTimeoutMs}; set local statement_timeout = ${config.statementTimeoutSeconds * 1000};
   set local idle_in_transaction_session_timeout = ${(config.statementTimeoutSeconds + 60) * 1000};
   set local jit = off; set local enable_sort = off; set local max_parallel_workers_per_gather = 0`;

/** Runs one statement with bound values; rows come as arrays of text, so that no name becomes a property. */
export const query = async (
  client: Client,
  config: Config,
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: (string | null)[][]; count: number }> => {
  const bounded = {
    text,
    values: [...values],
    rowMode: 'array' as const,
    types: { getTypeParser: () => asText },
    query_timeout: config.statementTimeoutSeconds * 1000 + graceMs,
  };
  const result = await client.query<(string | null)[]>(bounded);
  return { rows: result.rows, count: result.rowCount ?? 0 };
};

const asText = (value: string): string => value;

const modes = {
  reading: 'read committed read only',
  writing: 'read committed read write',
  snapshot: 'repeatable read read only',
} as const;

export type Mode = keyof typeof modes;

/** Begins a transaction with the session's settings. `snapshot`: all its statements see the same moment. */
export const begin = async (client: Client, config: Config, mode: Mode): Promise<void> => {
  const text = `begin isolation level ${modes[mode]}; ${sessionSql(config)}`;
  const bounded = { text, query_timeout: graceMs + lockTimeoutMs };
  await client.query(bounded);
};

/** Runs `work` in one transaction with the session's settings; rolls back and rethrows the error as it came. */
export const inTransaction = async <T>(
  client: Client,
  config: Config,
  mode: Mode,
  work: () => Promise<T>,
): Promise<T> => {
  await begin(client, config, mode);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // The rollback's own failure says nothing new: the connection is gone and the server rolls back by itself.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
