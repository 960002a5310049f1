import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { embed } from '../../../domain/repair/embedding.ts';
import type { NamedPair } from '../../../domain/repair/recall.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type MemoryRow = Selectable<Tables['repair_memory']>;

/** A person's word on one pair of a repair. */
export interface Decision extends NamedPair {
  readonly verdict: MemoryRow['verdict'];
  /** A user's id. */
  readonly decidedBy: string;
  readonly repairId: string;
  readonly changeId: string;
}

/** The vectors that need no network; what another model makes of the names is added when they are recalled. */
export const offlineModel = 'n-gram';

/** Writes down what a person decided, in the transaction of the decision; the same decision twice is one. */
export const remember = async (
  { db, tenantId }: TenantTransaction,
  decisions: readonly Decision[],
): Promise<void> => {
  if (decisions.length === 0) return;
  await db
    .insertInto('repair_memory')
    .values(
      decisions.map((decision) => ({
        tenant_id: tenantId,
        memory_id: randomUUID(),
        kind: decision.kind,
        system: decision.system,
        object: decision.object,
        from_name: decision.from,
        to_name: decision.to,
        verdict: decision.verdict,
        decided_by: decision.decidedBy,
        repair_id: decision.repairId,
        change_id: decision.changeId,
        embedding_model: offlineModel,
        from_embedding: embed(decision.from),
        to_embedding: embed(decision.to),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** More decisions than this of one kind are not compared: the newest count. */
const mostRecalled = 2_000;

/** The tenant's newest decisions of a kind, at most 2,000. */
export const newestDecisions = async (
  { db }: TenantTransaction,
  kind: NamedPair['kind'],
): Promise<readonly MemoryRow[]> =>
  await db
    .selectFrom('repair_memory')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .limit(mostRecalled)
    .execute();

/** Decisions of people on other repairs that share a name with this one, newest first. */
export const decisionsNaming = async (
  { db }: TenantTransaction,
  {
    repairId,
    from,
    to,
  }: { readonly repairId: string; readonly from: readonly string[]; readonly to: readonly string[] },
  limit: number,
): Promise<readonly MemoryRow[]> =>
  await db
    .selectFrom('repair_memory')
    .selectAll()
    .where('repair_id', '<>', repairId)
    .where(sql<boolean>`(from_name = any(${[...from]}::text[]) or to_name = any(${[...to]}::text[]))`)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();

/** Keeps the vectors that another model made of a decision's names. */
export const keepVectors = async (
  { db }: TenantTransaction,
  rows: readonly Pick<MemoryRow, 'memory_id' | 'embedding_model' | 'from_embedding' | 'to_embedding'>[],
): Promise<void> => {
  for (const { memory_id, embedding_model, from_embedding, to_embedding } of rows)
    await db
      .updateTable('repair_memory')
      .set({ embedding_model, from_embedding, to_embedding })
      .where('memory_id', '=', memory_id)
      .execute();
};
