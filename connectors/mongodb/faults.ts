/** Vendor errors to the catalogue: by server code or system code first, by the driver's error class after that. */
import { Fault, isFault } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';

type Meaning = readonly [code: FaultCode, sentence: string];

const again = 'It will be tried again.';

/** src/mongo/base/error_codes.yml of the server. */
const byServerCode: Readonly<Record<number, Meaning>> = {
  2: ['validation_failed', 'The server refuses a name or a value.'],
  6: ['source_unreachable', `The host is not reachable. ${again}`],
  7: ['source_unreachable', `The host is not found. ${again}`],
  8: ['source_auth_failed', 'The server refuses the credentials. Enter them again.'],
  11: ['source_auth_failed', 'There is no such user. Check the name and the authentication database.'],
  13: ['source_permission_denied', 'The user may not do this. Grant it the right.'],
  18: ['source_auth_failed', 'User or password is wrong. Enter them again.'],
  26: ['source_object_missing', 'The collection is gone.'],
  31: ['validation_failed', 'The path does not exist in the document.'],
  43: ['source_protocol', `The server dropped the cursor. ${again}`],
  50: ['source_unreachable', `The operation took too long. ${again}`],
  59: ['source_config_invalid', 'The server does not know this command.'],
  66: ['validation_failed', 'The _id of a document cannot be changed.'],
  89: ['source_unreachable', `The network timed out. ${again}`],
  115: ['source_config_invalid', 'The server does not support this command.'],
  121: ['validation_failed', "The document does not pass the collection's validation."],
  175: ['source_object_missing', 'The collection was dropped or renamed while it was read.'],
  238: ['source_config_invalid', 'The server does not support this.'],
  8000: ['source_auth_failed', 'The cluster refuses the credentials. Enter them again.'],
  10334: ['validation_failed', 'The document is larger than 16 MB.'],
  11000: ['conflict', 'A document with this key or unique value exists already.'],
  16500: ['source_rate_limited', 'The server asks us to slow down.'],
};

/** Elections, shutdowns and recoveries. */
const passing: ReadonlySet<number> = new Set([
  91, 133, 134, 189, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436,
]);

const networkCode = /^(?:E[A-Z]{3,}|EAI_AGAIN)$/;
const untrusted =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;

const own = (error: object, key: string): unknown => Reflect.get(error, key);

/** The error and what caused it, outermost first; a server selection error keeps its reason apart. */
const chainOf = (error: unknown): object[] => {
  const chain: object[] = [];
  let at: unknown = error;
  while (typeof at === 'object' && at !== null && chain.length < 8) {
    chain.push(at);
    at = own(at, 'cause');
  }
  return chain;
};

const meaningOfLink = (link: object): Meaning | undefined => {
  const code = own(link, 'code');
  if (typeof code === 'number') {
    if (Object.hasOwn(byServerCode, code)) return byServerCode[code];
    if (passing.has(code)) return ['source_unreachable', `The server is changing its state. ${again}`];
  }
  if (typeof code === 'string') {
    if (untrusted.test(code))
      return ['source_config_invalid', 'The certificate is not trusted. Give its certificate authority.'];
    if (networkCode.test(code))
      return ['source_unreachable', 'The server does not answer. Check host and port.'];
  }
  return undefined;
};

const byName: readonly (readonly [RegExp, Meaning])[] = [
  [
    /Network|ServerSelection|Timeout|PoolClosed|PoolCleared|TopologyClosed|NotConnected|ClientClosed/,
    ['source_unreachable', 'The server does not answer. Check host, port and encryption.'],
  ],
  [/BulkWrite|WriteError/, ['validation_failed', 'The server refuses the document.']],
  [/BSON/, ['validation_failed', 'The value cannot be stored.']],
  [/InvalidArgument|MissingCredentials|Parse|API/, ['source_config_invalid', 'The driver refuses this.']],
];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The catalogue's fault for an error of the driver or of the socket; a `Fault` stays itself, also as a cause. `place` names
 * the collection or host. Server texts are left out, for they quote values and credentials.
 */
export const toFault = (error: unknown, place: string): Fault => {
  const chain = chainOf(error);
  const fault = chain.find(isFault);
  if (fault !== undefined) return fault;
  for (const link of chain) {
    const meaning = meaningOfLink(link);
    if (meaning !== undefined)
      return new Fault(meaning[0], `${place}: ${meaning[1]} (${String(own(link, 'code'))})`, {
        cause: error,
      });
  }
  const name = chain.map((link) => textOf(own(link, 'name'))).join(' ');
  for (const [pattern, [code, sentence]] of byName)
    if (pattern.test(name)) return new Fault(code, `${place}: ${sentence}`, { cause: error });
  return new Fault('source_protocol', `${place}: MongoDB answered something unexpected.`, { cause: error });
};
