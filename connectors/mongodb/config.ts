/** What a connection to a MongoDB database is made of; data only, so that the API can show and check it. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';

export const title = 'MongoDB';
export const description =
  'Collections and views of a MongoDB database, with the schema read from the documents.';

const hostName = '(?:[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+\\])';

/** `host` or `host:port`: a path would be a unix socket of this machine. */
const hostAndPort = z.string().regex(new RegExp(`^${hostName}(?::\\d{1,5})?$`, 'i'), 'host or host:port');
const name = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^\s/\\."$*<>:|?\0]+$/, 'a database name');

export const configSchema = z.strictObject({
  hosts: z.array(hostAndPort).min(1).max(16).meta({
    title: 'Hosts',
    description: 'host:port of one or more members; with SRV the one name of the cluster',
  }),
  srv: z
    .boolean()
    .default(false)
    .meta({ title: 'SRV', description: 'Look the hosts up in DNS (mongodb+srv)' }),
  database: name.meta({ title: 'Database' }),
  user: z.string().min(1).max(256).optional().meta({ title: 'User', description: 'Absent: no sign-in' }),
  authSource: name.optional().meta({ title: 'Authentication database', description: 'admin unless told' }),
  authMechanism: z.enum(['DEFAULT', 'SCRAM-SHA-256', 'SCRAM-SHA-1']).default('DEFAULT').meta({
    title: 'Authentication mechanism',
  }),
  tls: z.enum(['verify-full', 'require', 'disable']).default('verify-full').meta({
    title: 'Encryption',
    description: 'verify-full checks the certificate; require encrypts without knowing to whom',
  }),
  tlsCa: z.string().max(65536).startsWith('-----BEGIN CERTIFICATE-----').optional().meta({
    title: 'Certificate authority (PEM)',
  }),
  sampleSize: z.int().min(10).max(100_000).default(1000).meta({
    title: 'Sample',
    description: 'Documents looked at per collection to infer its fields',
  }),
  timeoutSeconds: z.int().min(1).max(3600).default(120).meta({ title: 'Longest operation, seconds' }),
  testSource: z.boolean().default(false).meta({
    title: 'Test source',
    description: 'Lets demo and tests create, fill and change collections here; never set it on real data',
  }),
});

export const credentialsSchema = z.strictObject({
  password: z.string().max(1024).default('').meta({ title: 'Password', secret: true }),
});

export type Config = z.infer<typeof configSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;

const form = /^mongodb(\+srv)?:\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

const invalid = (what: string): Fault => new Fault('source_config_invalid', `The MongoDB URL ${what}`);

/** Parameters without meaning here: this connector finds the primary and sets its own limits. */
const ignored: ReadonlySet<string> = new Set([
  ...['replicaset', 'retrywrites', 'retryreads', 'w', 'appname', 'directconnection', 'readpreference'],
]);

const optionsOf = (text: string, srv: boolean, host: string): Partial<Config> => {
  const options: { -readonly [K in keyof Config]?: Config[K] } = {};
  let encrypted = srv || !/^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/.test(host);
  for (const [key, value] of new URLSearchParams(text)) {
    const known = key.toLowerCase();
    if (known === 'authsource') options.authSource = value;
    else if (known === 'authmechanism') options.authMechanism = value as Config['authMechanism'];
    else if (known === 'tls' || known === 'ssl') encrypted = value === 'true';
    else if (!ignored.has(known))
      throw invalid(`has the parameter ${JSON.stringify(key)}, which is not allowed`);
  }
  return { ...options, tls: encrypted ? 'verify-full' : 'disable' };
};

/**
 * Configuration and credentials from `mongodb://user:password@host:port,host:port/database?authSource=…`, for environment
 * variables. TLS is on unless `tls=false` or the host is loopback. Parameters that read files, reach through proxies or
 * sign in to clouds are refused.
 * @throws Fault `source_config_invalid`
 */
export const fromUrl = (
  text: string,
  more: { database?: string | undefined; testSource?: boolean | undefined } = {},
): { config: Config; credentials: Credentials } => {
  const parts = form.exec(text);
  if (parts === null) throw invalid('must begin with mongodb:// or mongodb+srv://');
  const [, plusSrv, userInfo, hosts = '', path = '', options = ''] = parts;
  const [user = '', password = ''] = (userInfo ?? '').split(':').map(decodeURIComponent);
  const database = more.database ?? decodeURIComponent(path);
  const parsed = configSchema.safeParse({
    hosts: hosts.split(','),
    srv: plusSrv !== undefined,
    database: database === '' ? 'test' : database,
    ...optionsOf(options, plusSrv !== undefined, hosts),
    ...(user === '' ? {} : { user }),
    ...(more.testSource === undefined ? {} : { testSource: more.testSource }),
  });
  if (!parsed.success) throw invalid(`is incomplete: ${z.prettifyError(parsed.error)}`);
  return { config: parsed.data, credentials: { password } };
};
