import { viewSql } from './catalogue.ts';
import { binder } from './build-query.ts';
import type { Query } from './build-query.ts';
import { views } from './intent.ts';
import type { DataIntent, Unified, View } from './intent.ts';

const viewOf = { account: 'accounts', contact: 'contacts' } as const satisfies Record<Unified, View>;
const nameOf: Readonly<Record<Unified, string>> = { account: 'name', contact: 'full_name' };
const mostFound = 20;

const newestOf: Readonly<Record<View, string>> = {
  ...{ accounts: 'updated_at', contacts: 'updated_at', opportunities: 'updated_at' },
  ...{ cloud_resources: 'null', cloud_costs: 'charge_period_start' },
};

/** Records of each view and the newest time in it: columns `view`, `records`, `newest`. */
const freshnessQuery = (): Query => ({
  sql: views
    .map(
      (view, place) => `select ${String(place)} as place, '${view}' as view, count(*) as records,
  strftime(max(cast(${newestOf[view]} as timestamp)), '%Y-%m-%dT%H:%M:%SZ') as newest from ${view}`,
    )
    .join('\nunion all ')
    .concat('\norder by place'),
  parameters: [],
});

/** Source records and golden records of the unified entities, with the golden records of most sources. */
const duplicatesQuery = (entity: Unified | null): Query => {
  const { bind, parameters } = binder();
  const which = entity === null ? "in ('account', 'contact')" : `= ${bind(entity)}`;
  return {
    sql: `select entity, sum(members) as records, count(*) as golden, sum(members) - count(*) as merged,
  array_to_string(arg_max(golden_id, (members, golden_id), 5), chr(10)) as cited
from (select entity, golden_id, count(*) as members from golden_members where entity ${which} group by 1, 2)
group by 1
order by 1`,
    parameters,
  };
};

/** Records of a view by source, with the golden records that stand in each: columns `system`, `source`, `records`. */
const sourcesQuery = (view: View): Query => {
  const { id } = viewSql[view];
  return {
    sql: `select json_extract_string(s.source, '$.system') as system, json_extract_string(s.source, '$.source_object') as source,
  sum(1 + coalesce(cast(json_extract_string(s.source, '$.more') as bigint), 0)) as records, count(distinct s.id) as golden,
  array_to_string(arg_max(s.id, (s.id, 0), 5), chr(10)) as cited
from (select ${id} as id, unnest(json_extract(v.sources, '$[*]')) as source from ${view} v) s
group by 1, 2
order by records desc, 1, 2`,
    parameters: [],
  };
};

/** The golden records of a name with one of their fields and what it is known from. */
const originQuery = ({ entity, field, name }: Extract<DataIntent, { kind: 'origin' }>): Query => {
  const { bind, parameters } = binder();
  const view = viewOf[entity];
  return {
    sql: `select ${viewSql[view].id} as id, v.${nameOf[entity]} as name, cast(v.${field} as varchar) as value,
  cast(v.provenance as varchar) as provenance, cast(v.sources as varchar) as sources
from ${view} v
where lower(v.${nameOf[entity]}) = lower(${bind(name)})
order by 1
limit ${String(mostFound)}`,
    parameters,
  };
};

/** The query of a question about the data itself. */
export const buildDataQuery = (intent: DataIntent): Query => {
  if (intent.kind === 'freshness') return freshnessQuery();
  if (intent.kind === 'duplicates') return duplicatesQuery(intent.entity);
  return intent.kind === 'sources' ? sourcesQuery(intent.view) : originQuery(intent);
};
