/** What a connection to a PostgreSQL database is made of; data only, so that the API can show and check it. */
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';

export const title = 'Supabase / PostgreSQL';
export const description =
  'Any PostgreSQL 12 or newer: tables, partitioned tables, views, materialised views.';

/** Host names and IP addresses only: a path would be a unix socket of this machine. */
const host = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?\.?|\[?[0-9a-f:.]+\]?)$/i, 'a host name or an IP address');
const name = z
  .string()
  .min(1)
  .max(63)
  .refine((text) => !text.includes('\0'), 'without NUL');

export const configSchema = z.strictObject({
  host: host.meta({ title: 'Host' }),
  port: z.int().min(1).max(65535).default(5432).meta({ title: 'Port' }),
  database: name.default('postgres').meta({ title: 'Database' }),
  user: name.default('postgres').meta({ title: 'User', description: 'A role that may only read is enough' }),
  schema: name.default('public').meta({ title: 'Schema' }),
  ssl: z.enum(['verify-full', 'require', 'disable']).default('verify-full').meta({
    title: 'Encryption',
    description: 'verify-full checks the certificate; require encrypts without knowing to whom',
  }),
  sslCa: z.string().max(65536).startsWith('-----BEGIN CERTIFICATE-----').optional().meta({
    title: 'Certificate authority (PEM)',
    description: 'Of servers with a certificate authority of their own, as Supabase has',
  }),
  statementTimeoutSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(300)
    .meta({ title: 'Longest statement, seconds' }),
  testSource: z.boolean().default(false).meta({
    title: 'Test source',
    description: 'Lets demo and tests create, fill and change tables here; never set it on real data',
  }),
});

export const credentialsSchema = z.strictObject({
  password: z.string().max(1024).meta({ title: 'Password', secret: true }),
});

export type Config = z.infer<typeof configSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;

const sslModes: Readonly<Record<string, Config['ssl']>> = {
  disable: 'disable',
  allow: 'require',
  prefer: 'require',
  require: 'require',
  'no-verify': 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

const isLoopback = (hostname: string): boolean => /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);

const invalid = (what: string): Fault => new Fault('source_config_invalid', `The PostgreSQL URL ${what}`);

const sslOf = (url: URL): Config['ssl'] => {
  const asked = url.searchParams.get('sslmode');
  if (asked === null) return isLoopback(url.hostname) ? 'disable' : 'verify-full';
  const mode = Object.hasOwn(sslModes, asked) ? sslModes[asked] : undefined;
  if (mode === undefined) throw invalid(`has an unknown sslmode; take verify-full, require or disable`);
  return mode;
};

/**
 * Configuration and credentials from `postgres://user:password@host:port/database?sslmode=…`, for environment variables.
 * Without `sslmode` the certificate is verified, except on loopback. Other parameters (certificate files, options, unix
 * sockets) are refused.
 * @throws Fault `source_config_invalid`
 */
export const fromUrl = (
  text: string,
  more: { schema?: string | undefined; testSource?: boolean | undefined } = {},
): { config: Config; credentials: Credentials } => {
  const url = URL.parse(text);
  if (url === null || !/^postgres(?:ql)?:$/.test(url.protocol)) throw invalid('must begin with postgres://');
  for (const key of url.searchParams.keys())
    if (key !== 'sslmode') throw invalid(`has the parameter ${JSON.stringify(key)}; only sslmode is allowed`);
  const database = decodeURIComponent(url.pathname.slice(1));
  const parsed = configSchema.safeParse({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    ssl: sslOf(url),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(database === '' ? {} : { database }),
    ...(url.username === '' ? {} : { user: decodeURIComponent(url.username) }),
    ...(more.schema === undefined ? {} : { schema: more.schema }),
    ...(more.testSource === undefined ? {} : { testSource: more.testSource }),
  });
  if (!parsed.success) throw invalid(`is incomplete: ${z.prettifyError(parsed.error)}`);
  return { config: parsed.data, credentials: { password: decodeURIComponent(url.password) } };
};
