/** What a connection to files is made of; data only, so that the API can show and check it. */
import { z } from 'zod';

export const title = 'Files';
export const description = 'CSV, Excel, JSON lines and Parquet files, uploaded or in a folder';

/** Endings of the files that can be read; whatever else is uploaded would only lie there. */
export const fileKinds = ['csv', 'tsv', 'tab', 'parquet', 'xlsx', 'jsonl', 'ndjson', 'json'] as const;

const relativePath = z
  .string()
  .max(1024)
  .refine((path) => isInside(path), 'must be a path inside your folder, without `..` and without links');

/** A path below the tenant's folder: no absolute path, no way up, no NUL, no Windows separators. */
function isInside(path: string): boolean {
  if (path === '') return true;
  return (
    !/[\0\\]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

const encoding = z.string().max(40).refine(isEncoding, 'is no encoding of the WHATWG Encoding Standard');

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

export const fileOptionsSchema = z.strictObject({
  delimiter: z
    .string()
    .regex(/^[\x01-\x7f]$/, 'one ASCII character')
    .refine((text) => !/["'\r\n\\]/.test(text), 'no quote, backslash or line break')
    .optional()
    .meta({ title: 'Delimiter', description: 'Found by itself when left out' }),
  encoding: encoding.optional().meta({ title: 'Encoding', description: 'For example windows-1252' }),
  headerRow: z.int().min(0).max(1000).optional().meta({
    title: 'Header row',
    description: 'Which row holds the column names, from 1; 0: none does. Blank lines do not count',
  }),
  key: z.array(z.string().min(1).max(1024)).max(16).optional().meta({
    title: 'Key columns',
    description: 'Tell the rows apart; found by itself when left out',
  }),
  sheet: z.string().min(1).max(255).optional().meta({
    title: 'Sheet',
    description: 'Reads this sheet of a workbook only',
  }),
});

export const configSchema = z.strictObject({
  folder: relativePath
    .default('')
    .meta({ title: 'Folder', description: 'Below your own folder; empty: all of it' }),
  files: z.array(relativePath.min(1)).max(10_000).optional().meta({
    title: 'Files',
    description: 'Reads these files only, named relative to the folder',
  }),
  glob: z.string().min(1).max(1024).optional().meta({
    title: 'Pattern',
    description: 'Reads files with such names only, for example **/*.csv',
  }),
  overrides: z.record(z.string().min(1).max(1024), fileOptionsSchema).default({}).meta({
    title: 'Per file',
    description: 'What would be guessed wrong, by file name',
  }),
  testSource: z.boolean().default(false).meta({
    title: 'Test source',
    description: 'Lets demo and tests create and change files here; never set it on real data',
  }),
});

export const credentialsSchema = z.strictObject({});

export type Config = z.infer<typeof configSchema>;
export type FileOptions = z.infer<typeof fileOptionsSchema>;
