import { sql } from 'kysely';
import { viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { currentGeneration } from './dcl-generations.ts';

/** Rows of a view that a count looks at; more rows than these and it means so many or more. */
export const goldenLookedAt = 100_000;

/** A canonical field as one table gives it. */
export interface GivenField {
  readonly entity: Entity;
  readonly connectionId: string;
  readonly stream: string;
  readonly field: string;
}

/**
 * For each given field, how many golden records take their value of it from that table, in the same order; null before the
 * first generation. A record's own source counts where it has only one.
 */
export const countGoldenValues = async (
  transaction: TenantTransaction,
  fields: readonly GivenField[],
): Promise<readonly number[] | null> => {
  if ((await currentGeneration(transaction)) === undefined) return null;
  const counts = new Map<GivenField, number>();
  for (const entity of new Set(fields.map((field) => field.entity))) {
    const own = fields.filter((field) => field.entity === entity);
    const counted = await countIn(transaction, entity, own);
    for (const [at, field] of own.entries()) counts.set(field, counted[at] ?? 0);
  }
  return fields.map((field) => counts.get(field) ?? 0);
};

const countIn = async (
  { db }: TenantTransaction,
  entity: Entity,
  fields: readonly GivenField[],
): Promise<readonly number[]> => {
  const looked = fields.map(({ connectionId, stream, field }) => {
    const source = sql`sources -> coalesce((provenance -> ${field}::text ->> 0)::integer, 0)`;
    return sql`count(*) filter (where ${sql.ref(field)} is not null
      and ${source} ->> 'connection_id' = ${connectionId} and ${source} ->> 'source_object' = ${stream})`;
  });
  const { rows } = await sql<{ counts: number[] }>`
    select array[${sql.join(looked)}]::integer[] as counts
    from (select * from ${sql.table(`au.materialized_${viewNames[entity]}`)} limit ${goldenLookedAt}) rows`.execute(
    db,
  );
  return rows[0]?.counts ?? [];
};
