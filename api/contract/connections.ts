import { z } from 'zod';
import { connectionStates, systems } from '../../domain/states/connection.ts';
import { jsonObject } from './json-object.ts';
import { orNull } from './or-null.ts';
import { driftEvent, schemaChangeRecord } from './drift.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { ledger, taskState } from './tasks.ts';

export const system = z.enum(systems).meta({ id: 'System' });
export const connectionStatus = z.enum(connectionStates).meta({ id: 'ConnectionStatus' });

const name = z.string().trim().min(1).max(200);
const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Lower-case letters, digits and `-`, at most 63')
  .describe('Unique in the tenant, never changes: record keys begin with it');
const scheduleSeconds = z
  .int()
  .min(60)
  .max(2_592_000)
  .nullable()
  .describe('An ingest starts this often, in seconds; null: only when asked');
const credentials = jsonObject.describe(
  "By the system's credentials schema; stored encrypted, never returned",
);
const config = jsonObject.describe("By the system's config schema (GET /connections/catalogue)");

export const checkReport = z
  .strictObject({
    ok: z.boolean(),
    steps: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    preview: z
      .array(
        z.strictObject({
          object: z.string(),
          layout: z
            .array(z.strictObject({ name: z.string(), value: z.string() }))
            .describe('Delimiter, encoding and header row, as found or as the settings say'),
          columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
          width: z.int().nonnegative().describe('Columns in all'),
          rows: z.array(z.array(z.string().nullable())).describe('The first rows, cells as text'),
          unreadable: z.array(z.strictObject({ position: z.string(), message: z.string() })),
        }),
      )
      .nullable()
      .describe('Of files: how the first of them would be read; types from their first 200 rows'),
  })
  .meta({ id: 'CheckReport', description: 'Steps in the order tried; a refused one names its cure' });

export const staleAt = timestamp
  .nullable()
  .describe(
    'From then on it is stale: twice its schedule after the last read. Null: nothing is expected of it',
  );

const connectionFields = {
  connection_id: z.uuid(),
  slug,
  name: z.string(),
  system,
  status: connectionStatus,
  status_reason: z.string().nullable(),
  schedule_seconds: scheduleSeconds,
  next_run_at: timestamp.nullable(),
  checked_at: timestamp.nullable(),
  read_at: timestamp.nullable().describe('End of its last complete read'),
  stale_at: staleAt,
  version: z.int().min(1).describe('Rises with each change of configuration, credentials, name or schedule'),
  created_by: z.string(),
  created_at: timestamp,
  updated_at: timestamp,
};

export const connection = z.strictObject(connectionFields).meta({ id: 'Connection' });
export const connectionDetail = z
  .strictObject({
    ...connectionFields,
    config,
    credentials_set: z
      .array(z.string())
      .describe('Names of the credential fields that are set; their values are never returned'),
    check_report: orNull(checkReport),
  })
  .meta({ id: 'ConnectionDetail' });
export const connectionPage = pageOf(connection).meta({ id: 'ConnectionPage' });
export const connectionParams = z.strictObject({ connection_id: z.uuid() });
export const connectionsQuery = z.strictObject({
  ...pageQuery,
  system: system.optional(),
  status: connectionStatus.optional(),
});

export const connectionBody = z.strictObject({
  system,
  name,
  slug: slug.optional().describe('Made from the name when left out'),
  config: config.default({}),
  credentials: credentials
    .optional()
    .describe('May be left out where OAuth or nothing at all is needed; stored encrypted, never returned'),
  schedule_seconds: scheduleSeconds.default(null),
});

const version = z
  .int()
  .min(1)
  .optional()
  .describe('The version that was read; another one meanwhile is a 409. `If-Match` says the same');

export const connectionPatch = z
  .strictObject({
    version,
    name: name.optional(),
    config: config.optional().describe('Replaces the whole configuration'),
    credentials: credentials.optional().describe('Named fields replace stored ones; null removes one'),
    schedule_seconds: scheduleSeconds.optional(),
    paused: z.boolean().optional().describe('A paused connection is neither scheduled nor ingested'),
  })
  .refine(
    (patch) => Object.keys(patch).some((field) => field !== 'version'),
    'Name at least one field to change',
  );

export const scheduleBody = z.strictObject({ version, schedule_seconds: scheduleSeconds });

export const deleteConnectionQuery = z.strictObject({
  cancel_tasks: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: queued tasks are cancelled with it; a running one is always a 409'),
});

export const ingestBody = z
  .strictObject({
    callback_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional()
      .describe('Gets a signed POST when the task has ended'),
  })
  .optional();

export const connectionCheck = z
  .strictObject({
    status: connectionStatus,
    status_reason: z.string().nullable(),
    checked_at: timestamp.nullable(),
    report: orNull(checkReport),
    task_id: z.uuid().nullable().describe('A check that is running now'),
  })
  .meta({ id: 'ConnectionCheck' });

export const catalogueEntry = z
  .strictObject({
    system,
    title: z.string(),
    description: z.string(),
    config_schema: jsonObject.describe('JSON Schema 2020-12 of `config`; draw the form from it'),
    credentials_schema: jsonObject.describe(
      'JSON Schema of `credentials`; secret fields carry `"secret": true`',
    ),
    secret_fields: z.array(z.string()),
    oauth: z
      .strictObject({ scopes: z.array(z.string()), pkce: z.literal('S256') })
      .nullable()
      .describe("Where set, POST /connections/oauth/{system}/start connects with the user's consent"),
  })
  .meta({ id: 'CatalogueEntry' });
export const catalogueReply = z.strictObject({ data: z.array(catalogueEntry) });

const run = z
  .strictObject({
    task_id: z.uuid(),
    state: taskState,
    paused: z.boolean(),
    requested_by: z.string(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    failures: z.array(z.strictObject({ stream: z.string(), reason: z.string() })),
    held: z
      .array(z.strictObject({ object: z.string(), reason: z.string() }))
      .describe('Mapped objects that were left out, and why'),
    ledgers: z.array(ledger),
  })
  .meta({ id: 'Run', description: 'One ingest of a connection' });
export const runPage = pageOf(run).meta({ id: 'RunPage' });
export const connectionListQuery = z.strictObject(pageQuery);

const schemaStamp = z.strictObject({ version: z.int(), fingerprint: z.string(), seen_at: timestamp });

const objectSchema = z
  .strictObject({
    object: z.string(),
    version: z.int(),
    baseline_version: z.int().nullable().describe('The approved version that changes are measured against'),
    fingerprint: z.string(),
    seen_at: timestamp,
    shape: jsonObject.describe('name, kind, fields {name, type, nullable, …}, key, changeFields, access'),
    mapped_to: z.array(z.string()).describe('Canonical entities that the object is mapped to'),
    versions: z.array(schemaStamp),
    changes: z.array(schemaChangeRecord).describe('The latest twenty, newest first'),
    ticket: orNull(driftEvent).describe('The open drift ticket of the object'),
  })
  .meta({ id: 'ObjectSchema' });
const versionOf = z.coerce.number().int().min(1).max(1_000_000);
export const schemaComparisonQuery = z.strictObject({
  object: z.string().min(1).max(1_024).describe("The object's name in the source"),
  from: versionOf,
  to: versionOf,
});
export const schemaComparison = z
  .strictObject({
    object: z.string(),
    from: schemaStamp,
    to: schemaStamp,
    fields: z.array(
      z.strictObject({
        name: z.string(),
        before: z.string().nullable().describe('Type in words; null: not there'),
        after: z.string().nullable(),
        change: z.enum(['added', 'removed', 'retyped', 'same']),
      }),
    ),
  })
  .meta({ id: 'SchemaComparison' });
export const objectSchemaPage = pageOf(objectSchema).meta({ id: 'ObjectSchemaPage' });

export const oauthParams = z.strictObject({ system });
export const oauthStartBody = z.strictObject({
  connection_id: z.uuid(),
  client_id: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Left out at a reconnect: the stored one is taken'),
  client_secret: z.string().min(1).max(20_000).optional(),
});
export const oauthStartReply = z
  .strictObject({
    authorize_url: z.url().describe('Send the same browser there within ten minutes'),
    expires_at: timestamp,
  })
  .meta({ id: 'OAuthStart' });
export const oauthCallbackQuery = z.object({
  state: z.string().min(1).max(400),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(2_000).optional(),
});
