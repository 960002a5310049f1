import { sql } from 'kysely';
import type { AgentId } from '../../../domain/agents/finding.ts';
import type { Autonomy } from '../../../domain/states/writeback.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** What agents may do where nobody has said anything: propose, and leave it to people. */
const usualAutonomy: Autonomy = 'suggest';

/** How free an agent is in this tenant. */
export const autonomyOf = async ({ db }: TenantTransaction, agent: AgentId): Promise<Autonomy> => {
  const row = await db
    .selectFrom('agent_settings')
    .select('autonomy')
    .where('agent', '=', agent)
    .executeTakeFirst();
  return row?.autonomy ?? usualAutonomy;
};

/** Sets it; it holds from the next run on. */
export const setAutonomy = async (
  { db, tenantId }: TenantTransaction,
  agent: AgentId,
  autonomy: Autonomy,
  updatedBy: string,
): Promise<void> => {
  await db
    .insertInto('agent_settings')
    .values({ tenant_id: tenantId, agent, autonomy, updated_by: updatedBy })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'agent'])
        .doUpdateSet({ autonomy, updated_by: updatedBy, updated_at: sql<Date>`now()` }),
    )
    .execute();
};
