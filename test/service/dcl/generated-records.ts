import { generateDataSet, usualDataSet } from '../../../demo/generate/data-set.ts';
import type { DataSet, DataSetOptions } from '../../../demo/generate/data-set.ts';
import { withChecksum } from '../../../demo/simulators/salesforce/record-id.ts';
import type { Json } from '../../../domain/json.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { loadDefaultMappings } from '../../../platform/default-mappings.ts';
import { csvRows, mappedRecords } from './mapped-records.ts';
import type { Row, SourceRows } from './mapped-records.ts';
import type { PlantedRecord } from './planted-records.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Extended JSON as the MongoDB connector hands it over. */
const plain = (value: Json): Json => {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(plain);
  const { $oid: id, $date: date } = value as Readonly<Record<string, Json>>;
  if (id !== undefined) return id;
  if (date !== undefined) return date;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

const withChecksums = (rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        /(^|[a-z])Id$/.test(name) && typeof value === 'string' ? withChecksum(value) : value,
      ]),
    ),
  );

const sourcesOf = ({ salesforce, supabase, mongodb, files }: DataSet): SourceRows[] => {
  const tables = new Map(supabase.map(({ name, rows }) => [name, rows]));
  const org = (object: string, entity: Entity): SourceRows => ({
    ...{ slug: 'salesforce', system: 'salesforce', object, entity, id: 'Id' },
    rows: withChecksums(salesforce[object] ?? []),
  });
  const table = (object: string, entity: Entity): SourceRows => ({
    ...{ slug: 'supabase', system: 'supabase', object, entity, id: 'id' },
    rows: tables.get(object) ?? [],
  });
  const collection = (object: string, entity: Entity): SourceRows => ({
    ...{ slug: 'mongodb', system: 'mongodb', object, entity, id: '_id' },
    rows: (mongodb[object] ?? []).map((row) => plain(row) as Row),
  });
  const file = (object: string, entity: Entity, id: string): SourceRows => ({
    ...{ slug: 'files', system: 'filesource', object, entity, id },
    rows: csvRows(files[object] ?? ''),
  });
  const bills = (entity: Entity): SourceRows => ({
    ...{ slug: 'files', system: 'filesource', object: 'cloud_costs.csv', entity },
    rows: csvRows(files['cloud_costs.csv'] ?? ''),
  });
  return [
    ...[org('Account', 'account'), table('customers', 'account'), collection('companies', 'account')],
    ...[
      file('accounts.csv', 'account', 'account'),
      org('Contact', 'contact'),
      org('Lead', 'contact'),
      table('people', 'contact'),
    ],
    ...[collection('users', 'contact'), file('contacts.csv', 'contact', 'contact_id')],
    ...[
      org('Opportunity', 'opportunity'),
      table('deals', 'opportunity'),
      collection('orders', 'opportunity'),
    ],
    file('sales_pipeline.csv', 'opportunity', 'opportunity_id'),
    ...[bills('cloud_cost'), bills('cloud_resource')],
  ];
};

/** What the shipped mappings make of the demo's generated sources, and what is known of it. */
export const generatedRecords = async (
  options: DataSetOptions = usualDataSet,
): Promise<{ readonly records: readonly PlantedRecord[]; readonly truth: DataSet['truth'] }> => {
  const defaults = await loadDefaultMappings();
  const data = generateDataSet(options);
  return { records: sourcesOf(data).flatMap((source) => mappedRecords(source, defaults)), truth: data.truth };
};
