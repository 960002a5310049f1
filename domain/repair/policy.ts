export const repairPolicies = ['auto', 'ask', 'ignore', 'freeze'] as const;
/**
 * `auto`: sure repairs are applied by themselves; `ask`: a person decides; `ignore`: nothing is proposed and nobody is
 * reminded, the last known values stand; `freeze`: the object is not read until a person has settled the ticket.
 */
export type RepairPolicy = (typeof repairPolicies)[number];

/** A policy and where it holds; null stands for all. */
export interface PolicyRow {
  readonly connection_id: string | null;
  readonly object: string | null;
  readonly field: string | null;
  readonly policy: RepairPolicy;
}

export type PolicySource = 'field' | 'object' | 'connection' | 'tenant' | 'default';

export interface EffectivePolicy {
  readonly policy: RepairPolicy;
  /** Where it comes from. */
  readonly source: PolicySource;
}

export interface PolicyPlace {
  readonly connectionId: string;
  readonly object: string;
  /** A source field; left out for the object as a whole. */
  readonly field?: string;
}

const sourceOf = ({ connection_id, object, field }: PolicyRow): Exclude<PolicySource, 'default'> =>
  field !== null ? 'field' : object !== null ? 'object' : connection_id !== null ? 'connection' : 'tenant';

const narrowest = ['field', 'object', 'connection', 'tenant'] as const;

const fits = (row: PolicyRow, { connectionId, object, field }: PolicyPlace): boolean =>
  (row.connection_id === null || row.connection_id === connectionId) &&
  (row.object === null || row.object === object) &&
  (row.field === null || row.field === field);

/** The policy that holds for a place: the narrowest row that fits, `ask` where there is none. */
export const effectivePolicy = (rows: readonly PolicyRow[], place: PolicyPlace): EffectivePolicy => {
  const fitting = rows.filter((row) => fits(row, place));
  for (const source of narrowest) {
    const row = fitting.find((candidate) => sourceOf(candidate) === source);
    if (row !== undefined) return { policy: row.policy, source };
  }
  return { policy: 'ask', source: 'default' };
};

/** The most cautious first: a ticket over several fields follows the one that allows least. */
const caution: readonly RepairPolicy[] = ['freeze', 'ask', 'auto', 'ignore'];

/** The policy of a ticket that touches these source fields; of the object itself where it touches none. */
export const ticketPolicy = (
  rows: readonly PolicyRow[],
  place: Omit<PolicyPlace, 'field'>,
  fields: readonly string[],
): RepairPolicy => {
  const policies = new Set(
    fields.length === 0
      ? [effectivePolicy(rows, place).policy]
      : fields.map((field) => effectivePolicy(rows, { ...place, field }).policy),
  );
  return caution.find((policy) => policies.has(policy)) ?? 'ask';
};
