/** Vendor errors to the catalogue: by SQLSTATE or system code first; texts only where the driver gives no code. */

import { Fault, isFault } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';

type Meaning = readonly [code: FaultCode, sentence: string];

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const bySqlState: Readonly<Record<string, Meaning>> = {
  '28P01': ['source_auth_failed', 'The password is wrong. Enter it again.'],
  '28000': [
    'source_auth_failed',
    'The server refuses this user. Check the user, the database and pg_hba.conf.',
  ],
  '3D000': ['source_config_invalid', 'There is no such database. Check its name.'],
  '3F000': ['source_object_missing', 'There is no such schema. Check its name.'],
  '42P01': ['source_object_missing', 'The table or view is gone.'],
  '42501': ['source_permission_denied', 'The user may not do this. Grant it the right.'],
  '25006': [
    'source_permission_denied',
    'The server is read-only, perhaps a replica. Connect to the primary.',
  ],
  '42703': ['source_protocol', 'A column is gone. Discover the object again.'],
  '42804': ['source_protocol', 'A column has changed its type. Discover the object again.'],
  '55P03': ['source_unreachable', 'Another session holds a lock on the table. It will be tried again.'],
  '57014': ['source_unreachable', 'The statement took too long and was cancelled. It will be tried again.'],
  '57P01': ['source_unreachable', 'The server closed the connection (shutdown). It will be tried again.'],
  '57P02': ['source_unreachable', 'The server closed the connection (crash). It will be tried again.'],
  '57P03': ['source_unreachable', 'The server is starting up or shutting down. It will be tried again.'],
  '58P01': ['source_unreachable', 'The server misses one of its files.'],
  '0A000': ['source_config_invalid', 'The server does not support this.'],
  '428C9': ['validation_failed', 'The server computes this column itself. Leave it out.'],
  '23505': ['conflict', 'A record with this key or unique value exists already.'],
};

/** The first two characters of an SQLSTATE name its class. */
const byClass: Readonly<Record<string, Meaning>> = {
  '08': ['source_unreachable', 'The connection broke.'],
  '22': ['validation_failed', 'A value does not fit its column.'],
  '23': ['validation_failed', 'A value breaks a constraint.'],
  '40': ['source_protocol', 'The transaction was rolled back by the server. It will be tried again.'],
  '53': ['source_rate_limited', 'The server is short of connections, memory or disk.'],
  '57': ['source_unreachable', 'The server interrupted the statement. It will be tried again.'],
  '58': ['source_unreachable', 'The server has trouble with its system.'],
};

const unreachable: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'],
]);

/** Codes of node:tls and OpenSSL for certificates that do not convince. */
const untrusted =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/** Texts of the pg driver, whose errors of its own carry no code. */
const byText: readonly (readonly [RegExp, Meaning])[] = [
  [
    /does not support SSL/,
    ['source_config_invalid', 'The server does not speak TLS. Set encryption to disable.'],
  ],
  [/establishing an SSL/, ['source_unreachable', 'TLS could not be set up.']],
  [
    /timeout|terminated|not queryable|Connection ended|closed/i,
    ['source_unreachable', 'The connection broke.'],
  ],
  [/SASL|SCRAM/, ['source_auth_failed', 'The password is wrong or missing. Enter it again.']],
  [/[Tt]enant or user not found/, ['source_auth_failed', 'The pooler knows no such user. Check the user.']],
];

const textOf = (error: object, key: string): string => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
};

const meaningOf = (code: string, message: string): Meaning => {
  if (Object.hasOwn(bySqlState, code)) return bySqlState[code] as Meaning;
  if (unreachable.has(code))
    return ['source_unreachable', 'The server does not answer. Check host and port.'];
  if (untrusted.test(code))
    return ['source_config_invalid', 'The certificate is not trusted. Give its certificate authority.'];
  for (const [pattern, meaning] of byText) if (pattern.test(message)) return meaning;
  if (/^[0-9A-Z]{5}$/.test(code) && Object.hasOwn(byClass, code.slice(0, 2)))
    return byClass[code.slice(0, 2)] as Meaning;
  return ['source_protocol', 'PostgreSQL answered something unexpected.'];
};

/**
 * The catalogue's fault for an error of pg or of the socket; a `Fault` stays itself. `place` names the object or host.
 * Server texts are left out, for they quote values; names of columns and constraints stay.
 */
export const toFault = (error: unknown, place: string): Fault => {
  if (isFault(error)) return error;
  if (typeof error !== 'object' || error === null)
    return new Fault('source_protocol', `${place}: unknown failure`);
  const code = textOf(error, 'code');
  const [fault, sentence] = meaningOf(code, textOf(error, 'message'));
  const names = ['column', 'constraint'].map((key) => textOf(error, key)).filter((name) => name !== '');
  const about = [code, ...names].filter((part) => part !== '').join(', ');
  return new Fault(fault, `${place}: ${sentence}${about === '' ? '' : ` (${about})`}`, { cause: error });
};
