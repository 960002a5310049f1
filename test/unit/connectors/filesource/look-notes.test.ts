import { link, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LookNotes } from '../../../../connectors/contract.ts';
import { connector } from '../../../../connectors/filesource/index.ts';
import type { Json } from '../../../../domain/json.ts';
import type { SourceSchema } from '../../../../domain/schema/types.ts';
import { createLogger } from '../../../../platform/logger.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'notes-'));
});
afterEach(() => rm(base, { recursive: true }));

/** As the database keeps them: what comes out is not what went in, but what its text says. */
const keeping = (): LookNotes & { readonly kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return {
    kept,
    recall: (names) =>
      Promise.resolve(
        new Map(
          names.flatMap((name): [string, Json][] => {
            const text = kept.get(name);
            return text === undefined ? [] : [[name, JSON.parse(text) as Json]];
          }),
        ),
      ),
    keep: (notes, present) => {
      for (const [name, note] of notes) kept.set(name, JSON.stringify(note));
      for (const name of kept.keys()) if (!present.includes(name)) kept.delete(name);
      return Promise.resolve();
    },
  };
};

const look = async (
  folder: string,
  notes: LookNotes,
  config: Record<string, Json> = {},
): Promise<SourceSchema> => {
  const opened = await connector.open({
    config,
    credentials: {},
    tenantFolder: path.join(base, folder),
    egressAllow: [],
    logger: createLogger('test', 'silent'),
    saveCredentials: () => Promise.resolve(),
    notes,
  });
  return await opened.discover();
};

/** One file under two folders: whoever looks at the other one knows nothing of it but what is noted. */
const twice = async (name: string, text: string): Promise<void> => {
  for (const folder of ['here', 'there']) await mkdir(path.join(base, folder), { recursive: true });
  await writeFile(path.join(base, 'here', name), text);
  await link(path.join(base, 'here', name), path.join(base, 'there', name));
  await utimes(path.join(base, 'here', name), 1000, 1000);
};

test('what was found in a file is not looked for again by somebody else while it is the same', async () => {
  const notes = keeping();
  await twice('a.csv', 'id,x\n1,2\n');
  await twice('b.csv', 'id,y\n1,2\n');
  const found = await look('here', notes);
  expect([...notes.kept.keys()]).toEqual(['a.csv', 'b.csv']);
  // Only a note can say this.
  notes.kept.set('a.csv', notes.kept.get('a.csv')!.replace('"rowEstimate":1', '"rowEstimate":1234'));
  expect((await look('there', notes)).objects.map(({ rowEstimate }) => rowEstimate)).toEqual([1234, 1]);
  expect((await look('here', notes)).objects).toEqual(found.objects);
});

test('a note of other content, of other settings, or of a file that has gone counts no more', async () => {
  const notes = keeping();
  await twice('a.csv', 'id,x\n1,2\n');
  await twice('b.csv', 'id,y\n1,2\n');
  await look('here', notes);
  const keyed = await look('there', notes, { overrides: { 'a.csv': { key: ['x'] } } });
  expect(keyed.objects[0]?.key).toEqual(['x']);

  await writeFile(path.join(base, 'there', 'a.csv'), 'id,z\n1,2\n');
  await utimes(path.join(base, 'there', 'a.csv'), 1000, 1000);
  await rm(path.join(base, 'there', 'b.csv'));
  const [changed, ...others] = (await look('there', notes)).objects;
  expect([changed?.fields.map(({ name }) => name), others]).toEqual([['id', 'z'], []]);
  expect([...notes.kept.keys()]).toEqual(['a.csv']);
});
