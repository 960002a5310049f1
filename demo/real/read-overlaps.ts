import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { keyIn } from '../known-overlaps.ts';
import type { KnownGroup, KnownOverlaps } from '../known-overlaps.ts';

const tables = 'crm-files/variants/accounts.with-account-id.csv';

/** Which connection and object of the demo a file became. */
const places: Readonly<Record<string, readonly [slug: string, object: string]>> = {
  'postgres/northwind.sql#customers': ['northwind', 'customers'],
  'mongo/northwind.customers.json': ['mongodb-northwind', 'customers'],
  'crm-files/accounts.csv': ['crm-files', 'accounts.csv'],
  [tables]: ['crm-tables', 'accounts'],
  'salesforce/query/accounts.page1.json': ['salesforce-data', 'Account'],
  'salesforce/query/contacts.json': ['salesforce-data', 'Contact'],
  'salesforce/csv-export/Account.csv': ['org-export', 'Account.csv'],
  'salesforce/csv-export/Contact.csv': ['org-export', 'Contact.csv'],
};

const entities: Readonly<Record<string, KnownGroup['entity']>> = { Account: 'account', Contact: 'contact' };

/** Names of the org's accounts of which no two are one company, as the files' own list says. */
const apartNames: readonly (readonly string[])[] = [
  ['United Oil & Gas Corp.', 'United Oil & Gas, UK', 'United Oil & Gas, Singapore'],
  ['Contoso Ltd.', 'Contoso Suites', 'Contoso Pharmaceuticals'],
  ['Fabrikam Inc.', 'Fabrikam Residences'],
];
const apartBeginning = 'Test Account for Pagination';

const overlap = z.object({
  entity: z.string(),
  group: z.string(),
  confidence: z.string(),
  file: z.string(),
  key: z.string(),
});
const account = z.object({ Id: z.string(), Name: z.string().nullable() });
const page = z.object({ records: z.array(account) });

const apartOf = (folder: string): KnownGroup[] => {
  const files = globSync('salesforce/query/accounts*.json', { cwd: folder }).sort();
  const byName = new Map<string, string>();
  for (const file of files)
    for (const { Id, Name } of page.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))).records)
      byName.set(Name ?? '', keyIn('salesforce-data', 'Account', Id));
  const groups = [...apartNames, [...byName.keys()].filter((name) => name.startsWith(apartBeginning))];
  return groups.map((names) => ({
    entity: 'account',
    name: names[0] ?? '',
    keys: names.flatMap((name) => byName.get(name) ?? []),
  }));
};

/** The tables are keyed by a column of their own; the list names accounts. */
const tableIds = (folder: string): ReadonlyMap<string, string> => {
  if (!existsSync(join(folder, tables))) return new Map();
  const rows = z
    .array(z.object({ account_id: z.string(), account: z.string() }))
    .parse(parse(readFileSync(join(folder, tables), 'utf8'), { columns: true, bom: true }));
  return new Map(rows.map(({ account_id, account: name }) => [name, account_id]));
};

/** The `certain` overlaps of real files that came with a list of them; undefined where there is none. */
export const readOverlaps = (folder: string): KnownOverlaps | undefined => {
  const file = join(folder, 'overlaps.csv');
  if (!existsSync(file)) return undefined;
  const rows = z.array(overlap).parse(parse(readFileSync(file, 'utf8'), { columns: true, bom: true }));
  const ids = tableIds(folder);
  const groups = new Map<string, KnownGroup>();
  for (const { entity: name, group, confidence, file: from, key } of rows) {
    const entity = entities[name];
    const place = places[from];
    if (entity === undefined || place === undefined || confidence !== 'certain') continue;
    const keys = groups.get(`${entity} ${group}`)?.keys ?? [];
    const id = from === tables ? (ids.get(key) ?? key) : key;
    groups.set(`${entity} ${group}`, { entity, name: group, keys: [...keys, keyIn(...place, id)] });
  }
  return {
    groups: [...groups.values()],
    apart: apartOf(folder),
    complete: false,
    floor: { recall: 1, precision: 1 },
  };
};
