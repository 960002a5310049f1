import { agentReads } from '../../../domain/lineage/agent-reads.ts';
import { buildLineage } from '../../../domain/lineage/build-lineage.ts';
import type { LineageCatalogue } from '../../../domain/lineage/catalogue.ts';
import type { RecordCounts } from '../../../domain/lineage/graph.ts';
import type { Lineage } from '../../../domain/lineage/lineage.ts';
import {
  countTableRecords,
  lineageStamp,
  readCatalogue,
} from '../../../platform/database/repositories/lineage-catalogue.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';

/** A tenant's lineage as of one stamp. */
export interface TenantLineage {
  readonly stamp: string;
  readonly catalogue: LineageCatalogue;
  readonly lineage: Lineage;
}

export interface Counted {
  readonly counts: RecordCounts;
  /** Each count stops here: one that equals it means so many or more. */
  readonly most: number;
  /** The tenant's newest event when they were counted. */
  readonly seq: number;
}

/** Lineages that this process has built, the tenant's own alone; built anew when their stamp differs. */
export interface Lineages {
  of(transaction: TenantTransaction): Promise<TenantLineage>;
  counted(transaction: TenantTransaction): Promise<Counted>;
}

/** Nodes that are kept in memory over all tenants; the least recently used lineage goes first. */
const mostNodes = 500_000;
/** Records that one look at all tables counts at most. */
const countBudget = 400_000;
const countLeast = 1_000;
/** While events keep coming, counts may be this old. */
const countAgeMs = 10_000;

interface Kept extends TenantLineage {
  counted?: Counted & { readonly at: number };
}

export const createLineages = (now: () => number = Date.now): Lineages => {
  const kept = new Map<string, Kept>();
  const find = async (transaction: TenantTransaction): Promise<Kept> => {
    const { tenantId } = transaction;
    const stamp = await lineageStamp(transaction);
    const known = kept.get(tenantId);
    kept.delete(tenantId);
    const current = known?.stamp === stamp ? known : await build(transaction, stamp);
    kept.set(tenantId, current);
    forget(kept);
    return current;
  };
  return {
    of: find,
    counted: async (transaction) => {
      const lineage = await find(transaction);
      const { last } = await transaction.db
        .selectFrom('canonical_counters')
        .select('last')
        .executeTakeFirstOrThrow();
      const { counted } = lineage;
      if (counted !== undefined && (counted.seq === last || now() - counted.at < countAgeMs)) return counted;
      const mapped = lineage.catalogue.tables.flatMap(({ mappings }) => mappings).length;
      const most = Math.max(countLeast, Math.floor(countBudget / Math.max(1, mapped)));
      const counts = await countTableRecords(transaction, lineage.catalogue.tables, most);
      lineage.counted = { counts, most, seq: last, at: now() };
      return lineage.counted;
    },
  };
};

const build = async (transaction: TenantTransaction, stamp: string): Promise<TenantLineage> => {
  const catalogue = { ...(await readCatalogue(transaction)), agents: agentReads };
  return { stamp, catalogue, lineage: buildLineage(catalogue) };
};

const forget = (kept: Map<string, Kept>): void => {
  let nodes = [...kept.values()].reduce((sum, { lineage }) => sum + lineage.nodes.size, 0);
  for (const [tenantId, { lineage }] of kept) {
    if (nodes <= mostNodes || kept.size === 1) return;
    kept.delete(tenantId);
    nodes -= lineage.nodes.size;
  }
};
