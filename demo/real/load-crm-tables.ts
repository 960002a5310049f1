import { parse } from 'csv-parse/sync';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '../generate/supabase.ts';
import { seedPostgres } from '../seed/seed-postgres.ts';
import { postgresSettings } from '../source-address.ts';
import { nothingFound } from './real-part.ts';
import type { RealPart } from './real-part.ts';

const schema = 'crm';
const tables = [
  { name: 'accounts', key: 'account_id', file: 'accounts.with-account-id.csv' },
  { name: 'sales_pipeline', key: 'opportunity_id', file: 'sales_pipeline.with-ids-us-dates.csv' },
] as const;

/** Columns stay text, as in the file; an empty cell is null. */
const tableOf = (name: string, key: string, text: string): Table => {
  const [columns = [], ...rows] = parse(text, { bom: true });
  return {
    name,
    key,
    columns: Object.fromEntries(columns.map((column) => [column, 'text'])),
    rows: rows.map((cells) =>
      Object.fromEntries(
        columns.map((column, at) => [column, cells[at] === '' ? null : (cells[at] ?? null)]),
      ),
    ),
  };
};

/** The CRM export as somebody else's tables: a second schema of the PostgreSQL source. */
export const loadCrmTables: RealPart = async (folder, { postgresUrl, onProgress }) => {
  const place = join(folder, 'crm-files', 'variants');
  const there = tables.filter(({ file }) => existsSync(join(place, file)));
  if (there.length === 0) return nothingFound('crm-files/variants');
  const loaded = await Promise.all(
    there.map(async ({ name, key, file }) => tableOf(name, key, await readFile(join(place, file), 'utf8'))),
  );
  const written = await seedPostgres(postgresUrl, schema, loaded);
  onProgress(`PostgreSQL: ${written} rows of CRM tables written`);
  const settings = postgresSettings(postgresUrl, schema);
  return {
    connections: [{ slug: 'crm-tables', name: 'CRM tables', system: 'supabase', ...settings }],
    notes: [],
  };
};
