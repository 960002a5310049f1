import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/**
 * The environment, read once at the start of a process and nowhere else. Each variable carries its purpose; a missing or
 * wrong one stops the process with all the reasons at once. README lists the same table (a structure test compares).
 */
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
/** An IPv6 address stands in brackets. */
const hostAndPort = z
  .string()
  .regex(/^(\[[\da-fA-F:.]+\]|[^\s/:@[\]]+):\d{1,5}$/, 'must be host:port pairs separated by commas');
const secret = (purpose: string) => z.string().min(32, 'must have at least 32 characters').describe(purpose);

export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('Production refuses generated secrets, loopback egress and test doors'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe(
      'PostgreSQL 15+; its user migrates, the services use their own roles on the same host and database',
    ),
  DATABASE_ROLES_KEY: secret('Key from which the passwords of the database roles are derived'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for rate windows, live copies and caches; without it the platform runs degraded'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port')
    .describe('Temporal frontend, host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('Temporal namespace'),
  TEMPORAL_UI_URL: z.url().optional().describe("Temporal's Web UI, for the links from tasks"),
  JWT_SECRET: secret('Signs access tokens (HS256)'),
  ENCRYPTION_KEY: secret('Wraps the per-tenant keys that encrypt credentials and Temporal payloads'),
  ENCRYPTION_KEYS_OLD: list
    .default([])
    .describe('Former ENCRYPTION_KEYs, until `autonomos keys rotate` has rewrapped everything'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address the API listens on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000).describe('Port the API listens on'),
  PUBLIC_URL: z.url().optional().describe('Address users reach the console at; default: HOST and PORT'),
  CORS_ORIGINS: list.default([]).describe('Origins that may call the API from a browser besides its own'),
  TRUSTED_PROXIES: list.default([]).describe('Addresses whose X-Forwarded-For is believed'),
  SERVE_CONSOLE: flag.default(true).describe('Whether the API process serves the console too'),
  TENANT_SLOTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Jobs that run at once per tenant'),
  RATE_WRITES_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('Mutations per tenant and minute'),
  RATE_READS_PER_MINUTE: z.coerce.number().int().min(1).default(600).describe('Reads per tenant and minute'),
  RATE_CONSOLE_READS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(1200)
    .describe('Reads per console user and minute'),
  RATE_AUTH_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .describe('Requests to /auth per address and minute'),
  RATE_AUTH_PER_EMAIL: z.coerce
    .number()
    .int()
    .min(1)
    .default(10)
    .describe('Sign-in and register attempts per e-mail address and minute'),
  EVENT_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(7)
    .describe('Days that events can be resumed from; older ones are deleted'),
  FILESOURCE_ROOT: z
    .string()
    .min(1)
    .default('.autonomos/files')
    .describe('Folder with one sub-folder of files per tenant id'),
  DCL_ROOT: z
    .string()
    .min(1)
    .default('.autonomos/registry')
    .describe('Folder with one sub-folder of published golden records per tenant id'),
  DCL_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(128)
    .default(768)
    .describe('MiB that DuckDB may hold while golden records are built, before it spills to disk'),
  FEATURE_USE_FILESOURCE: flag.default(true).describe('Whether files can be connected'),
  EGRESS_ALLOW: list
    .pipe(z.array(hostAndPort))
    .default([])
    .describe('host:port pairs that connectors and callbacks may reach besides public addresses'),
  INGEST_BATCH_ROWS: z.coerce
    .number()
    .int()
    .min(100)
    .max(100_000)
    .default(20_000)
    .describe('Rows that an ingest gathers for one transaction, about; fewer need less memory'),
  FEATURE_DRIFT_AUTOFIX: flag.default(false).describe('Whether sure repairs may be applied without a person'),
  OBSERVE_EVERY_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(86_400)
    .default(60)
    .describe('How often the observer looks at each connection, about'),
  DRIFT_REPAIR_CONFIDENCE_THRESHOLD: z.coerce
    .number()
    .min(0.6)
    .max(1)
    .default(0.85)
    .describe('Confidence above which a repair counts as sure'),
  DRIFT_REPAIR_EXPIRES_AFTER_SECONDS: z.coerce
    .number()
    .min(1)
    .default(604_800)
    .describe('How long a proposed repair waits for a decision'),
  DRIFT_REPAIR_REMIND_EVERY_SECONDS: z.coerce
    .number()
    .min(1)
    .default(86_400)
    .describe('How often people are reminded of a repair that waits'),
  OPENAI_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('Key of OpenAI or of a server that speaks its language; without any LLM key: heuristics alone'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Another server in OpenAI's wire format, with its path (…/v1)"),
  GEMINI_API_KEY: z.string().min(1).optional().describe('Key of the Gemini API'),
  GEMINI_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Another server in Gemini's wire format"),
  LLM_MODELS: list
    .default(['openai:gpt-4.1-mini=0.4/1.6', 'gemini:gemini-2.5-flash=0.3/2.5'])
    .describe(
      'Models that may be chosen, provider:model=price in/out in USD per million tokens; the first with a key is the default',
    ),
  LLM_EMBEDDING_MODEL: z
    .string()
    .optional()
    .describe('Model for the memory of repairs, provider:model=price; without it offline n-grams'),
  LLM_TOKENS_PER_DAY: z.coerce
    .number()
    .int()
    .min(0)
    .default(200_000)
    .describe('Tokens per tenant and day (UTC), prompts and answers together'),
  LLM_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0.05)
    .max(120)
    .default(20)
    .describe('Deadline of one attempt at a model'),
  SLACK_WEBHOOK_URL: z
    .url()
    .optional()
    .describe('Slack incoming webhook of tenants that have set up none of their own'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server for invites and notifications'),
  MAIL_FROM: z.email().default('autonomos@localhost.localdomain').describe('Sender of mails'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token that /metrics asks for; without it only loopback may read'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe('OpenTelemetry collector (OTLP over HTTP); without it no traces are exported'),
  SECRETS_GENERATED: flag
    .default(false)
    .describe('Set by `autonomos up` and the demo when they made the secrets themselves'),
  AUTONOMOS_FAILPOINT: z.string().optional().describe('Test builds only: name:kill|pause|error:nth'),
});

export type Environment = z.infer<typeof environmentSchema>;

export interface Config extends Environment {
  readonly publicUrl: string;
}

/** Names of the variables that must never be printed. */
export const secretVariables: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_ROLES_KEY',
  'REDIS_URL',
  'JWT_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEYS_OLD',
  'OPENAI_API_KEY',
  'GEMINI_API_KEY',
  'SLACK_WEBHOOK_URL',
  'SMTP_URL',
  'METRICS_TOKEN',
]);

/** By what a name or a spelling of an address stands for (0x7f.1, 0.0.0.0, ::ffff:127.0.0.1), as far as that needs no name server. */
const isLoopback = (pair: string): boolean => {
  const host = URL.parse(`http://${pair}`)?.hostname.replace(/^\[|\]$|\.$/g, '') ?? '';
  if (!ipaddr.isValid(host)) return host === 'localhost' || host.endsWith('.localhost');
  return ['loopback', 'unspecified'].includes(ipaddr.process(host).range());
};

/** Parses and checks the environment. Throws an Error with one line per wrong variable: name, what is wrong, what it is for. */
export const readConfig = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success)
    throw new Error(`The environment is not complete:\n${parsed.error.issues.map(describeIssue).join('\n')}`);
  const config = parsed.data;
  const refused = config.NODE_ENV === 'production' ? productionFaults(config) : [];
  if (refused.length > 0) throw new Error(`Production refuses to start:\n${refused.join('\n')}`);
  return { ...config, publicUrl: config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}` };
};

const describeIssue = (issue: z.core.$ZodIssue): string => {
  const name = String(issue.path[0]);
  const field = environmentSchema.shape[name as keyof typeof environmentSchema.shape] as
    z.ZodType | undefined;
  return `  ${name}: ${issue.message} (${field?.description ?? 'unknown variable'})`;
};

const productionFaults = (config: Environment): string[] => [
  ...(config.SECRETS_GENERATED
    ? ['  SECRETS_GENERATED: set your own JWT_SECRET, ENCRYPTION_KEY and DATABASE_ROLES_KEY']
    : []),
  ...(config.EGRESS_ALLOW.some(isLoopback)
    ? ['  EGRESS_ALLOW: loopback addresses are for the demo and tests']
    : []),
  ...(config.AUTONOMOS_FAILPOINT === undefined ? [] : ['  AUTONOMOS_FAILPOINT: failpoints are for tests']),
];
