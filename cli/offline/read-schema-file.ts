import { basename, extname } from 'node:path';
import { z } from 'zod';
import type { Part } from '../../connectors/filesource/decode/decoder.ts';
import { isReadable } from '../../connectors/filesource/decode/open-decoder.ts';
import { Fault } from '../../domain/faults.ts';
import type { Cell } from '../../domain/json.ts';
import { fieldTypeOf } from '../../domain/schema/type-words.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { readTextFile } from '../text-files.ts';
import { withRecordsOf } from './open-file.ts';
import { parseDdl } from './parse-ddl.ts';

/** An object of a file and a few values of its fields, by field name. */
export interface FileObject {
  readonly object: SourceObject;
  readonly samples: ReadonlyMap<string, readonly Cell[]>;
}

const schemaJson = z.object({
  objects: z.array(
    z.object({
      name: z.string().min(1),
      fields: z.array(
        z.object({
          name: z.string().min(1),
          type: z.string().optional(),
          nullable: z.boolean().optional(),
          samples: z.array(z.json()).optional(),
        }),
      ),
    }),
  ),
});
type SchemaJson = z.infer<typeof schemaJson>;

const fromSchemaJson = ({ objects }: SchemaJson): FileObject[] =>
  objects.map(({ name, fields }) => ({
    object: {
      name,
      kind: 'table',
      fields: fields.map((field) => ({
        name: field.name,
        type: field.type === undefined ? 'mixed' : fieldTypeOf(field.type),
        nullable: field.nullable ?? true,
        ...(field.type !== undefined && { nativeType: field.type }),
      })),
      key: [],
      changeFields: [],
      access: 'granted',
    },
    samples: new Map(fields.map((field) => [field.name, (field.samples ?? []) as readonly Cell[]])),
  }));

const sampled = 200;

async function samplesOf(part: Part): Promise<Map<string, Cell[]>> {
  const samples = new Map<string, Cell[]>();
  for await (const { columns, rows, unreadable } of part.read({
    batchRows: sampled,
    batchBytes: 1_000_000,
  })) {
    const [bad] = unreadable;
    if (rows.length === 0 && bad !== undefined)
      throw new Fault('source_data_unreadable', `${bad.position}: ${bad.message}`);
    columns.forEach((column, at) =>
      samples.set(
        column,
        rows.map((row) => row[at]).filter((cell) => cell !== undefined),
      ),
    );
    break;
  }
  return samples;
}

const fromRecords = (path: string): Promise<FileObject[]> =>
  withRecordsOf(path, async ({ parts }) => {
    const found: FileObject[] = [];
    for (const part of parts) {
      const { fields, key } = await part.infer(undefined);
      const object: SourceObject = {
        name: part.sheet ?? basename(path, extname(path)),
        kind: 'file',
        fields,
        key,
        changeFields: [],
        access: 'granted',
      };
      found.push({ object, samples: await samplesOf(part) });
    }
    return found;
  });

/** The schema JSON in a text, or undefined when it is some other JSON (records). */
function schemaIn(text: string, path: string): FileObject[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault(
      'source_data_unreadable',
      `${path} is not JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
  if (typeof value !== 'object' || value === null || !('objects' in value)) return undefined;
  const parsed = schemaJson.safeParse(value);
  if (!parsed.success)
    throw new Fault('validation_failed', `${path} is no schema JSON: ${z.prettifyError(parsed.error)}`);
  return fromSchemaJson(parsed.data);
}

/**
 * Reads the objects of a file: schema JSON, SQL DDL (`.sql`), or records (CSV and what else the file source reads).
 * @throws Fault `not_found`, `validation_failed`, `source_data_unreadable`
 */
export async function readSchemaFile(path: string): Promise<FileObject[]> {
  const extension = extname(path).toLowerCase();
  const text = extension === '.json' || extension === '.sql' ? readTextFile(path) : '';
  if (extension === '.sql') return parseDdl(text).map((object) => ({ object, samples: new Map() }));
  const schema = extension === '.json' ? schemaIn(text, path) : undefined;
  if (schema !== undefined) return schema;
  if (!isReadable(path))
    throw new Fault('source_data_unreadable', `${path}: give schema JSON, SQL DDL or a CSV file`);
  return fromRecords(path);
}
