import { parse } from 'csv-parse/sync';
import type { Cell, Json } from '../../../domain/json.ts';
import { chooseDefaults } from '../../../domain/mapping/choose-default.ts';
import { compileMapping } from '../../../domain/mapping/compile.ts';
import type { Entity, Mapping } from '../../../domain/mapping/types.ts';
import { scalarText } from '../../../domain/mapping/scalar-text.ts';
import type { PlantedRecord } from './planted-records.ts';

export type Row = Readonly<Record<string, Json>>;

/** Rows of one object, and what records are made of them. */
export interface SourceRows {
  readonly slug: string;
  readonly system: string;
  readonly object: string;
  readonly entity: Entity;
  /** The column of the record id; without one rows are numbered. */
  readonly id?: string;
  readonly rows: readonly Row[];
}

/** The rows of a CSV file that have as many cells as its header; an empty cell is null. */
export const csvRows = (text: string): Row[] => {
  const [header = [], ...lines] = parse(text, { relax_column_count: true, bom: true });
  return lines
    .filter((line) => line.length === header.length)
    .map((line) =>
      Object.fromEntries(header.map((name, at) => [name, line[at] === '' ? null : (line[at] ?? null)])),
    );
};

/** The records that shipped mappings make of rows, without a platform: of one id the first, and none that is refused. */
export const mappedRecords = (
  { slug, system, object, entity, id, rows }: SourceRows,
  defaults: readonly Mapping[],
): PlantedRecord[] => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const fields = columns.map((name) => ({ name, type: 'string', nullable: true }) as const);
  const shape = {
    name: object,
    kind: 'table',
    fields,
    key: [],
    changeFields: [],
    access: 'granted',
  } as const;
  const mapping = chooseDefaults(defaults, system, shape).find((each) => each.entity === entity);
  if (mapping === undefined) throw new Error(`no shipped mapping makes a ${entity} of ${system}/${object}`);
  const map = compileMapping(mapping, { columns });
  const seen = new Set<string>();
  return rows.flatMap((row, at): PlantedRecord[] => {
    const key = id === undefined ? String(at) : scalarText(row[id] ?? null);
    const found = map(columns.map((column): Cell => row[column]));
    if (found.kind !== 'event' || seen.has(key)) return [];
    seen.add(key);
    return [{ key: [slug, object, key], entity, data: found.data }];
  });
};
