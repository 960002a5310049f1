import { csvOf } from '../../lib/save-file';
import type { Impact } from './lineage-queries';

/** The whole impact as one table: a row for each table, field, view column and agent that it touches. */
export const impactCsv = ({ tables, records, fields, columns, agents }: Impact): string => {
  const stored = new Map(records.map((each) => [`${each.table_id} ${each.entity}`, each.records]));
  return csvOf([
    ['kind', 'name', 'table', 'effect', 'before', 'after', 'records', 'golden_records'],
    ...tables.map(({ table_id, slug, object, entity, before, after }) => [
      'table',
      entity,
      `${slug}/${object}`,
      after,
      before,
      after,
      stored.get(`${table_id} ${entity}`) ?? '',
      '',
    ]),
    ...fields.map(({ table_id, slug, object, entity, field, effect, before, after, golden }) => [
      'field',
      `${entity}.${field}`,
      `${slug}/${object}`,
      effect,
      before.join(' + '),
      after.join(' + '),
      stored.get(`${table_id} ${entity}`) ?? '',
      golden ?? '',
    ]),
    ...columns.map(({ view, column, effect, suppliers_before, suppliers_after }) => [
      'view column',
      `${view}.${column}`,
      '',
      effect,
      suppliers_before,
      suppliers_after,
      '',
      '',
    ]),
    ...agents.map(({ agent, columns: read, starved }) => [
      'agent',
      agent,
      '',
      starved ? 'starved' : 'thinner',
      read.join(' + '),
      '',
      '',
      '',
    ]),
  ]);
};
