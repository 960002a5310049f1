import { isFault } from '../../domain/faults.ts';
import type { Fault } from '../../domain/faults.ts';
import type { SourceObject, SourceSchema } from '../../domain/schema/types.ts';
import type { Config } from './config.ts';
import type { Inferred } from './decode/infer/infer-text-fields.ts';
import { openDecoder } from './decode/open-decoder.ts';
import { assertBegun } from './folder/assert-begun.ts';
import type { Folder } from './folder/folder.ts';
import { objectName } from './object-name.ts';
import { optionsOf } from './options-of.ts';
import type { FileSchema, SchemaCache } from './schema-cache.ts';

/** So often a file is looked at that is written to meanwhile. */
const looks = 3;

/**
 * All files as objects. A file that cannot be read is an object whose access is lost: it is not taken for removed; one that is
 * rewritten whenever it is looked at, or has just been emptied, is left unseen, and costs the others nothing.
 */
export async function discover(folder: Folder, config: Config, cache: SchemaCache): Promise<SourceSchema> {
  const { files, notes } = await folder.list();
  const objects: SourceObject[] = [];
  const guesses = [...notes];
  await cache.recall(files);
  const unseen: { readonly name: string; readonly reason: string }[] = [];
  for (const file of files) {
    const found = await lookAt(folder, config, cache, file);
    if (isFault(found)) unseen.push({ name: file, reason: found.message });
    else {
      objects.push(...found.objects);
      guesses.push(...found.guesses);
    }
  }
  await cache.note(files);
  return { objects, guesses, unseen };
}

/** What a file holds, or the fault that says that it was written to at every look. */
async function lookAt(
  folder: Folder,
  config: Config,
  cache: SchemaCache,
  file: string,
): Promise<FileSchema | Fault> {
  for (let look = 1; ; look += 1) {
    try {
      return await describeFile(folder, config, cache, file);
    } catch (error) {
      if (!isFault(error) || error.code !== 'source_protocol') return lost(file, error);
      if (look === looks) return error;
    }
  }
}

/** One file's objects, from the cache where the file has not changed since. */
export async function describeFile(
  folder: Folder,
  config: Config,
  cache: SchemaCache,
  file: string,
): Promise<FileSchema> {
  await using opened = await folder.openFile(file);
  assertBegun(opened.stamp, file);
  const known = cache.get(file, opened.stamp);
  if (known !== undefined) return known;
  const options = optionsOf(config, file);
  const decoder = await openDecoder({ name: file, bytes: opened.bytes, path: opened.path }, options);
  try {
    const objects: SourceObject[] = [];
    const guesses = decoder.guesses.map((guess) => `${file}: ${guess}`);
    for (const part of decoder.parts) {
      const inferred = await part.infer(options.key);
      const name = objectName({ file, sheet: part.sheet });
      objects.push(objectOf(name, part.sheet === null ? 'file' : 'sheet', inferred));
      guesses.push(
        ...inferred.guesses.map((guess) => `${name}: ${guess}`),
        ...unreadableNote(name, inferred),
      );
    }
    await opened.assertUnchanged();
    return cache.put(file, opened.stamp, { objects, guesses });
  } finally {
    await decoder.close();
  }
}

const objectOf = (name: string, kind: 'file' | 'sheet', { fields, key, rows }: Inferred): SourceObject => {
  const known = key.every((column) => fields.some((field) => field.name === column));
  return {
    name,
    kind,
    fields,
    key: known ? key : [],
    changeFields: [],
    rowEstimate: rows,
    access: 'granted',
  };
};

const unreadableNote = (name: string, { unreadable, rows }: Inferred): string[] =>
  unreadable === 0 ? [] : [`${name}: ${unreadable} of ${rows} rows cannot be read and will be quarantined`];

function lost(file: string, error: unknown): FileSchema {
  if (!isFault(error) || error.code === 'source_unreachable') throw error;
  if (error.code === 'source_object_missing') return { objects: [], guesses: [] };
  const object: SourceObject = {
    name: file,
    kind: 'file',
    fields: [],
    key: [],
    changeFields: [],
    access: 'lost',
  };
  return { objects: [object], guesses: [error.message] };
}
