import { sql } from 'kysely';
import type { DriftEvent } from './repairs.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export interface DriftCount {
  readonly kind: string;
  readonly severity: DriftEvent['severity'];
  readonly open: number;
  readonly closed: number;
}

/** Tickets by kind: all that are open, and those closed since. The most open first. */
export const countDrift = async ({ db }: TenantTransaction, since: Date): Promise<readonly DriftCount[]> => {
  const { rows } = await sql<DriftCount>`
    select kind, severity, (count(*) filter (where state <> 'closed'))::integer as open,
      (count(*) filter (where state = 'closed'))::integer as closed
    from au.drift_events where state <> 'closed' or closed_at >= ${since}
    group by kind, severity order by open desc, closed desc, kind`.execute(db);
  return rows;
};

export interface RepairCounts {
  readonly waiting: number;
  readonly applied_by_itself: number;
  readonly applied_by_people: number;
  /** Of those applied by people: with other changes or sources than proposed. */
  readonly edited: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly undone: number;
  readonly expired: number;
  readonly failed: number;
  /** Of the repairs applied, from the ticket's opening on; null where there is none. */
  readonly median_seconds: number | null;
}

/** What became of the repairs proposed since; what its ticket has overtaken is not counted. */
export const countRepairs = async ({ db }: TenantTransaction, since: Date): Promise<RepairCounts> => {
  const { rows } = await sql<RepairCounts>`
    with settled as (
      select r.state, r.author, d.decided_by, d.edits is not null as edited, r.undo is not null as undone,
        extract(epoch from r.applied_at - t.opened_at) as seconds
      from au.repairs r
      join au.drift_events t using (tenant_id, drift_event_id)
      left join au.repair_decisions d using (tenant_id, repair_id)
      where r.created_at >= ${since} and r.state <> 'withdrawn')
    select
      (count(*) filter (where state = 'proposed'))::integer as waiting,
      (count(*) filter (where state in ('applied', 'undone') and decided_by = 'policy'))::integer as applied_by_itself,
      (count(*) filter (where state in ('applied', 'undone') and author <> 'human' and decided_by <> 'policy'))::integer
        as applied_by_people,
      (count(*) filter (where state in ('applied', 'undone') and author <> 'human' and edited))::integer as edited,
      (count(*) filter (where state in ('applied', 'undone') and author = 'human'))::integer as accepted,
      (count(*) filter (where state = 'rejected'))::integer as rejected,
      (count(*) filter (where state = 'undone'))::integer as undone,
      (count(*) filter (where state = 'expired'))::integer as expired,
      (count(*) filter (where state = 'failed'))::integer as failed,
      percentile_cont(0.5) within group (order by seconds) as median_seconds
    from settled`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('an aggregate answers one row');
  return counts;
};

export interface Recall {
  readonly repair_id: string;
  readonly object: string;
  /** The canonical field, and what was to take the place of what. */
  readonly field: string;
  readonly lost: readonly string[];
  readonly found: readonly string[];
  /** What earlier decisions spoke for (above zero) or against the pair, as a signal among the others. */
  readonly weight: number;
  readonly text: string;
  /** Whether the change is part of what was proposed. */
  readonly selected: boolean;
  readonly at: Date;
}

/** Where earlier decisions of people spoke for or against a pair of a proposal made since, the newest first. */
export const recallsOf = async (
  { db }: TenantTransaction,
  since: Date,
  limit: number,
): Promise<readonly Recall[]> => {
  const { rows } = await sql<Recall>`
    select r.repair_id, r.object, c ->> 'field' as field, c -> 'lost' as lost, c -> 'found' as found,
      (e ->> 'weight')::double precision as weight, e ->> 'text' as text, (c ->> 'selected')::boolean as selected,
      r.created_at as at
    from au.repairs r, jsonb_array_elements(r.mappings) m, jsonb_array_elements(m -> 'changes') c,
      jsonb_array_elements(c -> 'evidence') e
    where r.created_at >= ${since} and e ->> 'signal' = 'history'
    order by r.created_at desc, r.repair_id, c ->> 'id' limit ${limit}`.execute(db);
  return rows;
};

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly repairs: number;
  /** Of them: kept as proposed, neither edited nor rejected nor undone. */
  readonly right: number;
  readonly mean_confidence: number;
}

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];

/** Stated confidence against what people made of it, for settled proposals since; bins without any are left out. */
export const calibrationOf = async (
  { db }: TenantTransaction,
  since: Date,
): Promise<readonly CalibrationBin[]> => {
  const { rows } = await sql<Omit<CalibrationBin, 'from' | 'to'> & { readonly bin: number }>`
    select width_bucket(r.confidence, ${edges}::double precision[]) as bin, count(*)::integer as repairs,
      (count(*) filter (where r.state = 'applied' and d.edits is null))::integer as "right",
      avg(r.confidence) as mean_confidence
    from au.repairs r left join au.repair_decisions d using (tenant_id, repair_id)
    where r.created_at >= ${since} and r.author <> 'human' and r.state in ('applied', 'undone', 'rejected')
    group by bin order by bin`.execute(db);
  return rows.map(({ bin, ...counted }) => ({
    from: edges[bin - 1] ?? 0,
    to: edges[bin] ?? 1,
    ...counted,
  }));
};
