import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { installation } from '../cli/installation.ts';
import { ensureConnection } from '../demo/ensure-connection.ts';
import { ensureTenant } from '../demo/ensure-tenant.ts';
import { ingest } from '../demo/ingest.ts';
import type { BenchPlatform } from './bench-platform.ts';
import {
  accounts,
  cloudCosts,
  cloudResources,
  contacts,
  deals,
  shopAccounts,
  shopContacts,
} from './dcl-records.ts';
import type { Planted } from './dcl-records.ts';
import { withClient } from './source-table.ts';

/** A tenant of its own whose stream holds many records of two sources, and what asks the API as its admin. */
export interface DclTenant {
  readonly tenantId: string;
  readonly api: ApiClient;
  /** A fresh access token. */
  readonly signIn: () => Promise<string>;
  /** Canonical records in the stream. */
  readonly records: number;
}

/** One row of each object, so that the connections have shapes and mappings as any others. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  crm: {
    'Account.csv':
      'Id,Name,Website,Phone,Industry,BillingCity\n0,First Company Ltd,https://first.example,,,\n',
    'Contact.csv': 'Id,FirstName,LastName,Email,Phone,AccountId\n0,Ada,First,ada@first.example,,0\n',
    'Opportunity.csv':
      'Id,Name,AccountId,Amount,StageName,CloseDate\n0,First deal,0,10,Closed Won,2026-01-31\n',
    'focus.csv': [
      'BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,SubAccountId,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ResourceId,ResourceName,RegionId',
      '1.5,1.5,USD,b,s,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,AWS,Compute,r-0,vm-0,us-east-1\n',
    ].join('\n'),
  },
  shop: {
    'Account.csv': 'Id,Name,Website,Phone,Industry,BillingCity\n0,First Company,https://first.example,,,\n',
    'Contact.csv': 'Id,FirstName,LastName,Email,Phone,AccountId\n0,Ada,First,ada@first.example,,0\n',
  },
};

const session = z.object({ access_token: z.string() });

const insertEvents = async (
  client: pg.Client,
  place: {
    readonly tenantId: string;
    readonly connectionId: string;
    readonly slug: string;
    readonly after: number;
  },
  { object, entity, count, id, data }: Planted,
): Promise<number> => {
  const { tenantId, connectionId, slug, after } = place;
  const batchId = randomUUID();
  await client.query(
    `insert into au.canonical_batches (tenant_id, batch_id, connection_id, stream, task_id, trace_id, schema_version, mapping_versions)
     values ($1, $2, $3, $4, $2, 'bench', 1, $5)`,
    [tenantId, batchId, connectionId, object, { [entity]: 1 }],
  );
  await client.query(
    `insert into au.canonical_streams (tenant_id, seq, record_seq, raw_seq, batch_id, op, entity, record_key, data, extras)
     select $1, $2::bigint + i, 1, 1, $3, 'u', $4, $5::text || ${id}, ${data}, '{}' from generate_series(1, $6::integer) i`,
    [tenantId, after, batchId, entity, `${slug}/${object}/`, count],
  );
  await client.query(
    `insert into au.record_state (tenant_id, record_key, entity, raw_seq, record_seq, last_seq, status, raw_hash, hash)
     select tenant_id, record_key, entity, 1, 1, seq, 'l', '', '' from au.canonical_streams
     where tenant_id = $1 and seq > $2 and seq <= $3`,
    [tenantId, after, after + count],
  );
  return after + count;
};

/**
 * Registers a tenant with two connections and fills its stream by SQL with records of about `things` different things, a tenth
 * of the companies and people in both sources.
 */
export const fillDclTenant = async (bench: BenchPlatform, things: number): Promise<DclTenant> => {
  const { apiUrl } = bench.platform;
  const admin = {
    email: `bench-${Date.now().toString(36)}@example.com`,
    password: `bench-only-${randomUUID()}`,
    tenantName: 'Bench of golden records',
  };
  const { api, tenantId } = await ensureTenant(apiUrl, admin);
  const connections = new Map<string, string>();
  for (const [slug, objects] of Object.entries(files)) {
    const folder = join(installation.folder, 'files', tenantId, slug);
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(objects)) await writeFile(join(folder, name), text);
    const id = await ensureConnection(api, {
      slug,
      name: slug,
      system: 'filesource',
      config: { folder: slug },
    });
    await ingest(api, { id, slug }, () => undefined, 100);
    connections.set(slug, id);
  }
  const records = await withClient(bench.databaseUrl, async (client) => {
    const { rows } = await client.query<{ last: string }>(
      'select last from au.canonical_counters where tenant_id = $1',
      [tenantId],
    );
    let after = Number(rows[0]?.last ?? 0);
    const fill = async (slug: string, planted: Planted): Promise<void> => {
      const connectionId = connections.get(slug) ?? '';
      after = await insertEvents(client, { tenantId, connectionId, slug, after }, planted);
    };
    const companies = Math.round(things * 0.15);
    const people = Math.round(things * 0.45);
    await fill('crm', accounts(companies));
    await fill('shop', shopAccounts(companies));
    await fill('crm', contacts(people, companies));
    await fill('shop', shopContacts(people, companies));
    await fill('crm', deals(Math.round(things * 0.25), companies));
    const lines = Math.round(things * 0.15);
    await fill('crm', cloudCosts(lines));
    await fill('crm', cloudResources(lines));
    await client.query('update au.canonical_counters set last = $2 where tenant_id = $1', [tenantId, after]);
    await client.query('vacuum analyze au.canonical_streams');
    await client.query('vacuum analyze au.record_state');
    return after;
  });
  const { email, password } = admin;
  const signIn = async (): Promise<string> =>
    (await api.call(session, 'POST', '/auth/login', { email, password })).access_token;
  return { tenantId, api, signIn, records };
};
