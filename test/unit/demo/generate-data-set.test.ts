import fc from 'fast-check';
import { generateDataSet, usualDataSet } from '../../../demo/generate/data-set.ts';
import type { DataSet } from '../../../demo/generate/data-set.ts';

const small = { seed: 'test', companies: 60, days: 5 };

const keysOf = ({ salesforce, supabase, mongodb, files }: DataSet): Map<string, unknown[]> => {
  const keys = new Map<string, unknown[]>();
  for (const [name, rows] of Object.entries(salesforce))
    keys.set(
      name,
      rows.map((row) => row['Id']),
    );
  for (const { name, key, rows } of supabase)
    keys.set(
      name,
      rows.map((row) => JSON.stringify(row[key])),
    );
  for (const [name, rows] of Object.entries(mongodb))
    keys.set(
      name,
      rows.map((row) => (row['_id'] as { $oid?: string }).$oid ?? row['_id']),
    );
  for (const [name, text] of Object.entries(files))
    keys.set(
      name,
      text.split('\n').map((line) => /^(?:"((?:[^"]|"")*)"|([^,]*))/.exec(line)?.slice(1).join('')),
    );
  return keys;
};

describe('generateDataSet', () => {
  const data = generateDataSet(small);

  it('gives the same bytes for the same seed and others for another', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const once = JSON.stringify(generateDataSet({ ...small, companies: 12, seed }));
        expect(JSON.stringify(generateDataSet({ ...small, companies: 12, seed }))).toBe(once);
        expect(JSON.stringify(generateDataSet({ ...small, companies: 12, seed: `${seed}x` }))).not.toBe(once);
      }),
      { numRuns: 20 },
    );
  });

  it('names in its truth records that are there, each once', () => {
    const keys = keysOf(data);
    const named = data.truth.map(({ object, key }) => `${object} ${key}`);
    expect(new Set(named).size).toBe(named.length);
    for (const { object, key } of data.truth) expect(keys.get(object)).toContain(key);
  });

  it('lets sources overlap, also in parts of the usual size', () => {
    const sourcesOf = new Map<number, Set<string>>();
    const { truth } = generateDataSet(usualDataSet);
    for (const { entity, thing, source } of truth)
      if (entity === 'account') sourcesOf.set(thing, (sourcesOf.get(thing) ?? new Set()).add(source));
    const counts = [1, 2, 3, 4].map(
      (wanted) => [...sourcesOf.values()].filter(({ size }) => size === wanted).length,
    );
    expect(sourcesOf.size).toBe(usualDataSet.companies);
    for (const count of counts) expect(count).toBeGreaterThan(15);
  });

  it('gives keys once, except where a file repeats one on purpose', () => {
    for (const [name, keys] of keysOf(data)) {
      if (name === 'accounts.csv') expect(new Set(keys).size).toBe(keys.length - 1);
      else if (name !== 'cloud_costs.csv') expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('puts in what must be refused: a torn row, an impossible date, a company without name', () => {
    const accounts = (data.files['accounts.csv'] ?? '').trimEnd().split('\n');
    expect(accounts.at(-1)?.split(',').length).toBeGreaterThan(accounts[0]?.split(',').length ?? 0);
    expect(data.files['sales_pipeline.csv']).toContain('2026-02-30');
    const customers = data.supabase.find(({ name }) => name === 'customers')?.rows ?? [];
    expect(customers.filter((row) => (row['company_name'] ?? null) === null)).toHaveLength(1);
  });

  it('shows a cost that leaps, idle and untagged resources, and three providers', () => {
    const [head = '', ...lines] = (generateDataSet(usualDataSet).files['cloud_costs.csv'] ?? '')
      .trimEnd()
      .split('\n');
    const at = (line: string, column: string): string => {
      const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
      return (cells[head.split(',').indexOf(column)] ?? '').replace(/,$/, '');
    };
    expect(new Set(lines.map((line) => at(line, 'ProviderName'))).size).toBe(3);
    const costs = lines
      .filter((line) => at(line, 'ResourceId').endsWith('resource/000001'))
      .map((line) => Number(at(line, 'BilledCost')))
      .sort((one, other) => one - other);
    expect(costs.at(-1) ?? 0).toBeGreaterThan(4 * (costs.at(-2) ?? Infinity));
    expect(lines.some((line) => at(line, 'ConsumedQuantity') === '0')).toBe(true);
    expect(lines.some((line) => at(line, 'Tags') === '{}')).toBe(true);
  });
});
