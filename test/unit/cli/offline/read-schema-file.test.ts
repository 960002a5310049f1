import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonLines } from '../../../../cli/offline/json-lines.ts';
import { readSchemaFile } from '../../../../cli/offline/read-schema-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'autonomos-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const schema = { objects: [{ name: 'Account', fields: [{ name: 'Name', type: 'string' }] }] };

test('the mark that Windows programs put before a text is passed over', async () => {
  const [found] = await readSchemaFile(file('marked.json', `\uFEFF${JSON.stringify(schema)}`));
  expect(found?.object.fields.map(({ name }) => name)).toEqual(['Name']);
  const marked = file('marked.jsonl', '\uFEFF{"id":1}\r\n\r\n{"id":2}');
  const ids: number[] = [];
  for await (const { id } of readJsonLines(marked, z.object({ id: z.number() }))) ids.push(id);
  expect(ids).toEqual([1, 2]);
});

test('a file that cannot be read is named, with the reason', async () => {
  mkdirSync(join(folder, 'folder.csv'));
  const fails = (path: string) => expect(readSchemaFile(path)).rejects;
  for (const name of ['none.csv', 'none.json', 'none.sql'])
    await fails(join(folder, name)).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`${name} cannot be read: there is no such file`) as string,
    });
  await fails(join(folder, 'folder.csv')).toMatchObject({ code: 'not_found' });
  const noise = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]);
  await fails(file('noise.jsonl', noise)).toThrow('noise.jsonl: line 1');
  await fails(file('noise.parquet', noise)).toThrow('noise.parquet is no Parquet file');
  await expect(readJsonLines(folder, z.unknown()).next()).rejects.toMatchObject({ code: 'not_found' });
});
