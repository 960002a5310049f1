import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isFault } from '../domain/faults.ts';
import { parseMapping } from '../domain/mapping/parse.ts';
import type { Mapping } from '../domain/mapping/types.ts';

const shipped = join(import.meta.dirname, '..', 'mappings');

const load = async (file: string): Promise<Mapping> => {
  try {
    return parseMapping(await readFile(file, 'utf8'));
  } catch (error) {
    if (isFault(error)) error.message = `${file}: ${error.message}`;
    throw error;
  }
};

/**
 * Reads every default mapping, `<folder>/<system>/<object>.<entity>.yaml`, in the order of their paths.
 * Throws Fault `mapping_invalid` naming the file, the line and the column.
 */
export const loadDefaultMappings = async (folder: string = shipped): Promise<readonly Mapping[]> => {
  const files = await readdir(folder, { recursive: true });
  const yaml = files.filter((file) => /[/\\][^/\\]+\.[a-z_]+\.yaml$/.test(file)).sort();
  return Promise.all(yaml.map((file) => load(join(folder, file))));
};
