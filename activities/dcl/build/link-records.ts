import type { Entity } from '../../../domain/mapping/types.ts';
import { numberOf, rowsOf } from '../../../platform/duckdb/read-columns.ts';
import { placesTable, recordsTable } from './workshop.ts';
import type { Workshop } from './workshop.ts';

interface Reference {
  readonly entity: Entity;
  readonly field: string;
  /** A parent stands in the same object; what else refers to accounts may name one of another object, or its name. */
  readonly sameObject: boolean;
}

const references: readonly Reference[] = [
  { entity: 'account', field: 'parent_id', sameObject: true },
  { entity: 'contact', field: 'account_id', sameObject: false },
  { entity: 'opportunity', field: 'account_id', sameObject: false },
];

/** The one golden account that a key leads to; keys that lead to several are no answer. */
const only = (key: string, table: string): string =>
  `SELECT ${key}, min(golden_id) AS golden_id FROM ${table} GROUP BY ${key} HAVING count(DISTINCT golden_id) = 1`;

const plainName = (column: string): string => `lower(trim(${column}))`;

/**
 * Replaces references to source accounts by the golden accounts: by record id in the same connection (a parent: in the same
 * object), else by the account's name there, else by its name anywhere, as long as it leads to one. What leads nowhere
 * becomes null. Answers how many references of each entity do.
 */
export const linkRecords = async ({ duck }: Workshop): Promise<Readonly<Record<string, number>>> => {
  await duck.run(`CREATE TABLE account_keys AS
    SELECT r.connection_id, r.source_object, r.record_id, ${plainName('r.name')} AS name, p.golden_id
    FROM ${recordsTable('account')} r JOIN ${placesTable('account')} p ON p.record_key = r.record_key`);
  const unlinked: Record<string, number> = {};
  for (const { entity, field, sameObject } of references) {
    const table = recordsTable(entity);
    const place = sameObject ? 'connection_id, source_object' : 'connection_id';
    const same = sameObject
      ? 'k.connection_id = r.connection_id AND k.source_object = r.source_object'
      : 'k.connection_id = r.connection_id';
    await duck.run(`CREATE OR REPLACE TABLE links AS
      SELECT r.*, coalesce(k.golden_id${sameObject ? '' : ', n.golden_id, a.golden_id'}) AS golden_id
      FROM (SELECT DISTINCT ${place}, ${field} AS reference FROM ${table} WHERE ${field} IS NOT NULL) r
      LEFT JOIN (${only(`${place}, record_id`, 'account_keys')}) k ON ${same} AND k.record_id = r.reference
      ${
        sameObject
          ? ''
          : `LEFT JOIN (${only('connection_id, name', 'account_keys')}) n
               ON n.connection_id = r.connection_id AND n.name = ${plainName('r.reference')}
             LEFT JOIN (${only('name', 'account_keys')}) a ON a.name = ${plainName('r.reference')}`
      }`);
    const [[lost] = []] = await rowsOf(
      duck,
      `SELECT count(*) FROM ${table} t JOIN links r ON t.${field} = r.reference AND r.golden_id IS NULL
         AND ${same.replaceAll('k.', 't.')}`,
    );
    unlinked[entity] = numberOf(lost);
    await duck.run(`UPDATE ${table} AS t SET ${field} = r.golden_id FROM links r
      WHERE t.${field} = r.reference AND ${same.replaceAll('k.', 't.')}`);
  }
  await duck.run('DROP TABLE links');
  await duck.run('DROP TABLE account_keys');
  return unlinked;
};
