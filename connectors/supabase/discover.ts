/** The schema from pg_catalog: tables, partitioned and foreign tables, views, materialised views of one schema. */
import type { Client } from 'pg';
import { Fault } from '../../domain/faults.ts';
import type { SourceObject, SourceSchema } from '../../domain/schema/types.ts';
import { loadCatalogue } from './catalogue.ts';
import type { CatalogueObject } from './catalogue.ts';
import { inTransaction, query } from './client.ts';
import type { Settings } from './client.ts';
import type { Column } from './columns.ts';
import type { Config } from './config.ts';
import { fieldOf } from './field-types.ts';

const kinds: Readonly<Record<string, SourceObject['kind']>> = {
  r: 'table',
  p: 'table',
  f: 'table',
  v: 'view',
  m: 'view',
};

/** The best first: a change field is told by its name, and by a type that has an order in time. */
const changeNames: readonly RegExp[] = [
  /^(?:(?:last_?)?(?:updated|modified|changed)(?:_?(?:at|on|ts|time|timestamp|date))?|(?:update|modification|modify|change)_?(?:time|timestamp|date|ts))$/i,
  /(?:updated|modified|changed|system_?mod_?stamp)/i,
];
const versionName = /^(?:row_?version|version_?(?:no|number|seq)|change_?(?:seq|number|id)|lsn)$/i;

const rankOf = ({ name, type }: Column): number => {
  const inTime = type === 'timestamptz' ? 0 : type === 'timestamp' ? 1 : type === 'date' ? 4 : -1;
  if (inTime >= 0) {
    const known = changeNames.findIndex((pattern) => pattern.test(name));
    return known === -1 ? -1 : known * 2 + inTime;
  }
  return /^int[248]$/.test(type) && versionName.test(name) ? 10 : -1;
};

/**
 * Columns whose value moves with every change, as far as names tell. `created_at` is none: it misses updates.
 */
const changeFieldsOf = (columns: readonly Column[]): string[] =>
  columns
    .map((column) => ({ column, rank: rankOf(column) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column.name);

const objectOf = ({
  name,
  kind,
  comment,
  readable,
  rowEstimate,
  key,
  ...found
}: CatalogueObject): SourceObject => {
  const columns = readable ? found.columns.filter((column) => column.readable) : found.columns;
  const visible = (field: string): boolean => columns.some((column) => column.name === field);
  return {
    name,
    kind: kinds[kind] ?? 'table',
    fields: columns.map((column) => fieldOf(column, found.references.get(column.name))),
    key: key.every(visible) ? key : [],
    changeFields: changeFieldsOf(columns),
    ...(comment === null ? {} : { comment }),
    ...(rowEstimate === null ? {} : { rowEstimate }),
    access: readable ? 'granted' : 'lost',
  };
};

/** Everything in one snapshot of the catalogue, so that no half-made change is seen. */
export const discover = (client: Client, { config }: Settings): Promise<SourceSchema> =>
  inTransaction(client, config, 'snapshot', async () => {
    const objects = await loadCatalogue(client, config);
    if (objects.length === 0) await assertSchema(client, config);
    return { objects: objects.map(objectOf) };
  });

const assertSchema = async (client: Client, config: Config): Promise<void> => {
  const found = await query(client, config, 'select from pg_catalog.pg_namespace where nspname = $1', [
    config.schema,
  ]);
  if (found.count === 0)
    throw new Fault(
      'source_object_missing',
      `There is no schema ${JSON.stringify(config.schema)}. Check its name.`,
    );
};
