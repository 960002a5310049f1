import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { UnifiedRows } from '../../support/unify-rows.ts';
import { unifyRows } from '../../support/unify-rows.ts';
import type { RealRecord } from './real-records.ts';
import { realAccounts, realContacts } from './real-records.ts';

const folder = join(process.cwd(), '..', 'shared', 'data');
const present = existsSync(join(folder, 'overlaps.csv'));
if (!present) console.warn(`${folder} is not there: the known overlaps of the real data are not checked`);

interface Overlap {
  readonly entity: string;
  readonly group: string;
  readonly confidence: string;
  readonly file: string;
  readonly key: string;
}

/** Groups of which at least two certain members are among the records. */
function certainGroups(entity: string, records: readonly RealRecord[]): Map<string, string[]> {
  const known = new Set(records.map(({ key }) => key));
  const groups = new Map<string, string[]>();
  const overlaps: Overlap[] = parse(readFileSync(join(folder, 'overlaps.csv'), 'utf8'), { columns: true });
  for (const overlap of overlaps) {
    const key = `${overlap.file} ${overlap.key}`;
    if (overlap.entity !== entity || overlap.confidence !== 'certain' || !known.has(key)) continue;
    groups.set(overlap.group, [...(groups.get(overlap.group) ?? []), key]);
  }
  return new Map([...groups].filter(([, keys]) => keys.length >= 2));
}

const tornApart = (groups: ReadonlyMap<string, readonly string[]>, { clusterOf }: UnifiedRows): string[] =>
  [...groups]
    .filter(([, keys]) => new Set(keys.map((key) => clusterOf.get(key))).size > 1)
    .map(([group]) => group);

const named = (records: readonly RealRecord[], { clusterOf }: UnifiedRows, name: (text: string) => boolean) =>
  new Map(
    records
      .filter((record) => name(record['name'] ?? ''))
      .map((record) => [record['name'] ?? '', clusterOf.get(record.key)]),
  );

describe(present ? 'the real public data' : 'the real public data (absent: ../shared/data)', () => {
  const check = present ? it : it.skip;

  check('has every certain group of accounts together and those that must stay apart apart', async () => {
    const records = realAccounts(folder);
    const groups = certainGroups('Account', records);
    const found = await unifyRows(records, { entity: 'account' });
    expect(groups.size).toBeGreaterThan(180);
    expect(tornApart(groups, found)).toEqual([]);

    const apart = (...names: string[]): void => {
      const clusters = named(records, found, (name) => names.includes(name));
      expect([...clusters.keys()].sort()).toEqual([...names].sort());
      expect(new Set(clusters.values()).size).toBe(names.length);
    };
    apart('United Oil & Gas Corp.', 'United Oil & Gas, UK', 'United Oil & Gas, Singapore');
    apart('Contoso Ltd.', 'Contoso Suites', 'Contoso Pharmaceuticals');
    apart('Fabrikam Inc.', 'Fabrikam Residences');
    const tests = named(records, found, (name) => name.startsWith('Test Account for Pagination'));
    expect(tests.size).toBeGreaterThan(100);
    expect(new Set(tests.values()).size).toBe(tests.size);
    const traders = [...named(records, found, (name) => name === 'Northwind Traders').values()];
    const customers = records
      .filter(({ source }) => source.includes('northwind'))
      .map(({ key }) => found.clusterOf.get(key));
    expect(customers.filter((cluster) => traders.includes(cluster))).toEqual([]);
  });

  check('has every certain group of contacts together', async () => {
    const records = realContacts(folder);
    const groups = certainGroups('Contact', records);
    const found = await unifyRows(records, { entity: 'contact' });
    expect(groups.size).toBe(20);
    expect(tornApart(groups, found)).toEqual([]);
  });
});
