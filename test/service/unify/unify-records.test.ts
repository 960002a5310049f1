import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../../platform/duckdb/open-duckdb.ts';
import type { UnifiedRows, UnifyRow } from '../../support/unify-rows.ts';
import { unifyRows } from '../../support/unify-rows.ts';

const givenNames = [
  'Robert',
  'Aisha',
  'José',
  'Søren',
  'Фуад',
  'Priya',
  'Ingrid',
  'Chidi',
  'Noémie',
  'Thabo',
];
const lastNames = [
  'Kowalski',
  'Müller',
  "O'Brien",
  'Haddad',
  'Гулієв',
  'Tanaka',
  'de Vries',
  'Okafor',
  'Núñez',
  'Smith',
];
const nicknames: Readonly<Record<string, string>> = {
  Robert: 'Bob',
  José: 'Jose',
  Søren: 'Soren',
  Фуад: 'Fuad',
};

/** A hundred people in one system, and half of them, written otherwise, in another. */
const people: UnifyRow[] = givenNames.flatMap((first, i) =>
  lastNames.flatMap((last, j) => {
    const number = i * 10 + j;
    const mine: UnifyRow = {
      key: `crm:${number}`,
      source: 'crm',
      first_name: first,
      last_name: last,
      full_name: null,
      email: `p${number}.${(number * 7919) % 1000}@company${number % 23}.com`,
      phone: `+1 (312) 555-${String(1000 + number * 37).slice(0, 4)}`,
      mailing_city: ['Chicago', 'Boston', 'Köln'][number % 3] ?? null,
    };
    const theirs: UnifyRow = {
      key: `shop:${number}`,
      source: 'shop',
      first_name: null,
      last_name: null,
      full_name: `${last}, ${nicknames[first] ?? first}`,
      email: number % 4 === 0 ? null : (mine['email'] ?? '').toUpperCase(),
      phone: `312.555.${String(1000 + number * 37).slice(0, 4)}`,
      mailing_city: number % 3 === 2 ? 'Cologne' : (mine['mailing_city'] ?? null),
    };
    return number % 2 === 0 ? [mine, theirs] : [mine];
  }),
);

describe('unifyRecords', () => {
  let known: UnifiedRows;
  beforeAll(async () => {
    known = await unifyRows(people, { entity: 'contact' });
  });

  it('finds the same person across spellings, scripts, nicknames and formats, and nobody else', () => {
    const { clusterOf, clusters, confidenceOf, pairs } = known;
    const apart = people.filter(
      ({ key }) => key.startsWith('shop:') && clusterOf.get(key) !== key.replace('shop', 'crm'),
    );
    expect(apart.map(({ key }) => key)).toEqual([]);
    expect(clusters).toBe(100);
    expect(pairs).toBeGreaterThan(0);
    expect(Math.min(...confidenceOf.values())).toBeGreaterThan(0.6);
  });

  it('gives the same clusters and confidences in whatever order records come', async () => {
    const one = known;
    const other = await unifyRows([...people].reverse(), { entity: 'contact' });
    const sorted = (of: ReadonlyMap<string, unknown>): unknown[] =>
      [...of].sort(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(other.clusterOf)).toEqual(sorted(one.clusterOf));
    expect(sorted(other.confidenceOf)).toEqual(sorted(one.confidenceOf));
    expect(other.model).toEqual(one.model);
  });

  it('tells people of one name apart by the company that they work for', async () => {
    const employed = people.map((row) => {
      const number = Number(row.key.replace(/^.*:/, ''));
      return { ...row, account_id: `acc_${String(number % 23)}` };
    });
    const namesake = {
      source: 'shop',
      first_name: 'Wilma',
      last_name: 'Flint',
      full_name: null,
      email: null,
    };
    const { clusterOf } = await unifyRows(
      [
        ...employed,
        { ...namesake, key: 'crm:w', source: 'crm', account_id: 'acc_1' },
        { ...namesake, key: 'shop:w1', account_id: 'acc_1' },
        { ...namesake, key: 'shop:w2', account_id: 'acc_2' },
      ],
      { entity: 'contact' },
    );
    expect(clusterOf.get('shop:w1')).toBe('crm:w');
    expect(clusterOf.get('shop:w2')).toBe('shop:w2');
  });

  it('follows people who merge and split, also with weights estimated before', async () => {
    const { model, clusterOf } = known;
    expect(clusterOf.get('shop:0')).toBe('crm:0');
    const decided = await unifyRows(people, {
      entity: 'contact',
      model,
      constraints: [
        { kind: 'split', groups: [['crm:0'], ['shop:0']] },
        { kind: 'merge', records: ['crm:1', 'crm:3'] },
      ],
    });
    expect(decided.clusterOf.get('shop:0')).toBe('shop:0');
    expect(decided.clusterOf.get('crm:3')).toBe('crm:1');
    expect(decided.clusterOf.get('shop:2')).toBe('crm:2');
  });

  it('keeps records of a source apart that holds everything once', async () => {
    const twice: UnifyRow[] = [...people, { ...(people[0] as UnifyRow), key: 'crm:again' }];
    const loose = await unifyRows(twice, { entity: 'contact' });
    expect(loose.clusterOf.get('crm:again')).toBe('crm:0');
    const strict = await unifyRows(twice, { entity: 'contact', exclusive: ['crm'] });
    expect(strict.clusterOf.get('crm:again')).not.toBe(strict.clusterOf.get('crm:0'));
  });

  it('cuts or leaves out blocks beyond the budget of pairs, and says so', async () => {
    const { rules, pairs } = await unifyRows(people, { entity: 'contact', budget: 60 });
    expect(pairs).toBeLessThanOrEqual(60 * 2);
    expect(rules.some(({ cut, skipped }) => cut + skipped > 0)).toBe(true);
  });

  it('unifies no record, one record, and records without any value', async () => {
    const empty: UnifyRow = { key: 'a', source: 's', name: null, phone: null };
    expect((await unifyRows([], { entity: 'account' })).clusters).toBe(0);
    expect((await unifyRows([empty], { entity: 'account' })).clusters).toBe(1);
    expect((await unifyRows([empty, { ...empty, key: 'b' }], { entity: 'account' })).clusters).toBe(2);
  });
});

describe('openDuckDb', () => {
  it('reads no file but those named, no network and no extension, and stays so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autonomos-test-'));
    const [open, secret] = [join(folder, 'open.csv'), join(folder, 'secret.csv')];
    writeFileSync(open, 'a\n1\n');
    writeFileSync(secret, 'a\n2\n');
    const { connection, close } = await openDuckDb({
      memoryMb: 64,
      threads: 1,
      spillFolder: join(folder, 'spill'),
      readable: [open],
    });
    try {
      const rows = await connection.runAndReadAll(`SELECT a FROM read_csv('${open}')`);
      expect(rows.getRows()).toHaveLength(1);
      for (const sql of [
        `SELECT * FROM read_csv('${secret}')`,
        `COPY (SELECT 1) TO '${join(folder, 'out.csv')}'`,
        `ATTACH '${join(folder, 'other.duckdb')}'`,
        `INSTALL httpfs`,
        `SET enable_external_access = true`,
        `SET memory_limit = '8GB'`,
      ]) {
        await expect(connection.run(sql)).rejects.toThrow();
      }
    } finally {
      close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('spills what does not fit into its memory, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'autonomos-test-'));
    const { connection, close } = await openDuckDb({ memoryMb: 48, threads: 1, spillFolder: folder });
    try {
      await connection.run(
        `CREATE TEMP TABLE big AS SELECT i, repeat(md5(i::VARCHAR), 4) AS t FROM range(1000000) r(i)`,
      );
      const rows = await connection.runAndReadAll('SELECT count(DISTINCT t) FROM big');
      expect(rows.getRows()).toEqual([[1_000_000n]]);
    } finally {
      close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
