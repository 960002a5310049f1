import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import type { GenerationCounts } from '../tables/dcl.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type Generation = Selectable<Tables['dcl_generations']>;

/** Files of this many published generations are kept, the current one among them. */
export const generationsKept = 3;
/** Rows about so many generations are kept. */
const rowsKept = 100;

/** The generation that the views show, or undefined before the first connect. */
export const currentGeneration = async ({ db }: TenantTransaction): Promise<Generation | undefined> =>
  await db.selectFrom('dcl_generations').selectAll().where('current', '=', true).executeTakeFirst();

/** Published generations, newest first. */
export const publishedGenerations = async (
  { db }: TenantTransaction,
  limit: number,
): Promise<readonly Generation[]> =>
  await db
    .selectFrom('dcl_generations')
    .selectAll()
    .where('state', '=', 'published')
    .orderBy('generation', 'desc')
    .limit(limit)
    .execute();

/** The newest generation, whatever became of it. */
export const newestGeneration = async ({ db }: TenantTransaction): Promise<Generation | undefined> =>
  await db
    .selectFrom('dcl_generations')
    .selectAll()
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();

/**
 * Takes the tenant's lease: a new generation is being built, and whatever was being built before has lost it (its number is
 * the fence at which `publishGeneration` stops it). Answers the new generation and the canonical seq that it is built up to.
 */
export const beginGeneration = async (
  { db, client, tenantId }: TenantTransaction,
  by: { readonly taskId: string; readonly traceId: string; readonly host: string },
): Promise<{ readonly generation: number; readonly canonicalSeq: number }> => {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`dcl/${tenantId}`]);
  await db
    .updateTable('dcl_generations')
    .set({ state: 'failed', error: 'Another builder has taken over' })
    .where('state', '=', 'building')
    .execute();
  const { last } = await db.selectFrom('canonical_counters').select('last').executeTakeFirstOrThrow();
  const { generation } = await db
    .insertInto('dcl_generations')
    .values({
      tenant_id: tenantId,
      generation: sql<number>`(select coalesce(max(generation), 0) + 1 from au.dcl_generations)`,
      task_id: by.taskId,
      trace_id: by.traceId,
      host: by.host,
      canonical_seq: last,
    })
    .returning('generation')
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('dcl_generations')
    .where('generation', '<=', generation - rowsKept)
    .where('current', '=', false)
    .execute();
  return { generation, canonicalSeq: last };
};

/** Holds the lease until the transaction ends. Throws `lease_stale` where another builder has taken over. */
export const holdGeneration = async ({ db }: TenantTransaction, generation: number): Promise<void> => {
  const held = await db
    .selectFrom('dcl_generations')
    .select('state')
    .where('generation', '=', generation)
    .forUpdate()
    .executeTakeFirst();
  if (held?.state !== 'building')
    throw new Fault('lease_stale', `Generation ${generation} is not built here any more`);
};

export interface PublishedFacts {
  readonly contentHash: string;
  readonly viewHashes: Readonly<Record<string, string>>;
  readonly counts: GenerationCounts;
  readonly model: Readonly<Record<string, Json>>;
  readonly fileBytes: number;
  readonly fileSha256: string;
}

/** Makes a generation, whose lease the transaction holds, the current one. */
export const publishGeneration = async (
  { db }: TenantTransaction,
  generation: number,
  facts: PublishedFacts,
): Promise<void> => {
  await db.updateTable('dcl_generations').set({ current: false }).where('current', '=', true).execute();
  await db
    .updateTable('dcl_generations')
    .set({
      state: 'published',
      current: true,
      content_hash: facts.contentHash,
      view_hashes: JSON.stringify(facts.viewHashes),
      counts: JSON.stringify(facts.counts),
      model: JSON.stringify(facts.model),
      file_bytes: facts.fileBytes,
      file_sha256: facts.fileSha256,
      published_at: sql<Date>`now()`,
    })
    .where('generation', '=', generation)
    .execute();
};

/** Notes why a generation was not published; one that was published, or lost its lease, stays as it is. */
export const failGeneration = async (
  { db }: TenantTransaction,
  generation: number,
  error: string,
): Promise<void> => {
  await db
    .updateTable('dcl_generations')
    .set({ state: 'failed', error: error.slice(0, 500) })
    .where('generation', '=', generation)
    .where('state', '=', 'building')
    .execute();
};
