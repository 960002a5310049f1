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
  readonly catalogue: LineageCatalogue;
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

interface Counts extends Omit<Counted, 'catalogue'> {
  readonly at: number;
}

interface Kept extends TenantLineage {
  counted?: Counts;
}

/** What many ask for at once is made once: the others wait for it, and make their own only where that failed. */
const together = <Made>(): ((key: string, make: () => Promise<Made>) => Promise<Made>) => {
  const making = new Map<string, Promise<Made>>();
  return (key, make) => {
    const begun = making.get(key);
    if (begun !== undefined) return begun.catch(make);
    const made = make().finally(() => {
      making.delete(key);
    });
    making.set(key, made);
    return made;
  };
};

export const createLineages = (now: () => number = Date.now): Lineages => {
  const kept = new Map<string, Kept>();
  const building = together<Kept>();
  const counting = together<Counts>();
  const find = async (transaction: TenantTransaction): Promise<Kept> => {
    const { tenantId } = transaction;
    const stamp = await lineageStamp(transaction);
    const known = kept.get(tenantId);
    const current =
      known?.stamp === stamp
        ? known
        : await building(`${tenantId} ${stamp}`, () => build(transaction, stamp));
    kept.delete(tenantId);
    kept.set(tenantId, current);
    forget(kept);
    return current;
  };
  const count = async (transaction: TenantTransaction, { catalogue }: Kept, seq: number): Promise<Counts> => {
    const mapped = catalogue.tables.flatMap(({ mappings }) => mappings).length;
    const most = Math.max(countLeast, Math.floor(countBudget / Math.max(1, mapped)));
    const counts = await countTableRecords(transaction, catalogue.tables, most);
    return { counts, most, seq, at: now() };
  };
  return {
    of: find,
    counted: async (transaction) => {
      const lineage = await find(transaction);
      const { last } = await transaction.db
        .selectFrom('canonical_counters')
        .select('last')
        .executeTakeFirstOrThrow();
      const { catalogue, counted, stamp } = lineage;
      if (counted !== undefined && (counted.seq === last || now() - counted.at < countAgeMs))
        return { catalogue, ...counted };
      const made = await counting(`${transaction.tenantId} ${stamp}`, () =>
        count(transaction, lineage, last),
      );
      lineage.counted = made;
      return { catalogue, ...made };
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
