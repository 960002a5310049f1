import { agents } from '../agents/agents.ts';
import type { AgentId } from '../agents/finding.ts';
import type { Entity } from '../mapping/types.ts';
import type { AgentReads } from './catalogue.ts';

/** Columns that the agents' questions name, by view; a test holds the list against the questions. */
const columnsRead: Readonly<Record<AgentId, Readonly<Partial<Record<Entity, readonly string[]>>>>> = {
  revops: {
    opportunity: [
      'opportunity_id',
      'name',
      'account_id',
      'amount',
      'currency',
      'stage',
      'probability',
      'close_date',
      'is_won',
      'is_closed',
      'owner_id',
      'created_at',
      'updated_at',
    ],
  },
  finops: {
    cloud_cost: [
      'cloud_cost_id',
      'provider_name',
      'billing_account_id',
      'billing_account_name',
      'sub_account_id',
      'sub_account_name',
      'charge_period_start',
      'billing_currency',
      'billed_cost',
      'effective_cost',
      'consumed_quantity',
      'service_name',
      'resource_id',
      'resource_name',
      'tags',
    ],
    cloud_resource: ['cloud_resource_id', 'resource_id'],
  },
};

/** What the agents read of the unified views, column by column. */
export const agentReads: readonly AgentReads[] = Object.values(agents).map(({ id, title }) => ({
  agent: id,
  title,
  reads: Object.entries(columnsRead[id]).map(([entity, columns]) => ({ entity: entity as Entity, columns })),
}));
