import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unifyFiles } from '../../../cli/offline/unify-files.ts';
import { runCli } from '../../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonomos-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

const names = ['Alba', 'Brix', 'Corvo', 'Dynel', 'Erfi', 'Galtek', 'Helvar', 'Inoxen', 'Kasel', 'Lorpan'];
const crm = file('crm.csv', [
  'Account ID,Company,Website,Main Phone',
  ...names.map(
    (name, i) => `C${i},"${name} Logistics, Inc.",https://www.${name.toLowerCase()}.com,(312) 555-01${i}7`,
  ),
]);
const billing = file('billing.csv', [
  'Account ID;customer name;url;tel',
  ...names
    .slice(0, 5)
    .map(
      (name, i) => `B${i};${name.toUpperCase()} LOGISTICS;${name.toLowerCase()}.com/home;+1 312 555 01${i}7`,
    ),
]);

const unify = (...words: string[]) => runCli(['unify', '--entity', 'account', ...words], {});

const question = { entity: 'account', id: undefined, source: undefined } as const;

describe('autonomos unify', () => {
  it('answers one line for each record, with the id of its column', async () => {
    const { code, out, err } = await unify('--jsonl', '--id', 'Account ID', crm, billing);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; cluster: string; confidence: number });
    expect(lines).toHaveLength(15);
    const clusterOf = new Map(lines.map(({ id, cluster }) => [id, cluster]));
    for (let i = 0; i < 5; i += 1) expect(clusterOf.get(`B${i}`)).toBe(clusterOf.get(`C${i}`));
    expect(new Set(clusterOf.values()).size).toBe(10);
    for (const { confidence } of lines) expect(confidence).toBeGreaterThan(0.8);
  });

  it('finds ids, sources and names by itself', async () => {
    const { records, clusters, files } = await unifyFiles({ ...question, paths: [crm, billing] });
    expect(files.map(({ roles }) => roles.fields.get('name'))).toEqual(['Company', 'customer name']);
    expect([records.length, clusters]).toEqual([15, 10]);
    expect(new Set(records.map(({ source }) => source))).toEqual(new Set(['crm.csv', 'billing.csv']));
  });

  it('tells files of one name apart by their folders', async () => {
    const paths = ['january', 'june'].map((month) => {
      mkdirSync(join(folder, month));
      return file(join(month, 'crm.csv'), ['id,company,website', '1,Alba Logistics,alba.example']);
    });
    const { records } = await unifyFiles({ ...question, paths, id: 'id' });
    expect(new Set(records.map(({ source }) => source))).toEqual(new Set(paths));
    expect(new Set(records.map(({ cluster }) => cluster)).size).toBe(1);
  });

  it('says what is wrong with its input, and how to mend it', async () => {
    const column = await unify('--id', 'nr', crm);
    expect(column).toMatchObject({ code: 6, out: '' });
    expect(column.err).toContain(
      'crm.csv has no column nr (--id); it has Account ID, Company, Website, Main Phone',
    );
    const fails = (paths: string[], id?: string) => expect(unifyFiles({ ...question, paths, id })).rejects;
    await fails([join(folder, 'none.csv')]).toMatchObject({ code: 'not_found' });
    await fails([folder]).toMatchObject({ code: 'source_data_unreadable' });
    await fails([file('empty.csv', ['id,name'])]).toThrow('empty.csv has no records');
    await fails([file('twice.csv', ['id,name', '7,Acme', '7,Initech'])], 'id').toThrow(
      '7 is the id of 2 records',
    );
    await fails([file('nameless.csv', ['colour,weight', 'red,3'])]).toThrow(
      'no column that looks like name, domain',
    );
  });
});
