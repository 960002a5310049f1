import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import { idColumn, viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { identifier, literal } from '../open-duckdb.ts';
import { askReader } from './reader.ts';

export type ExportFormat = 'csv' | 'parquet';

/** Formats that a spreadsheet takes for a formula when a cell begins with them. */
const formula = `'^[=+\\-@\\t\\r]'`;
const limitMs = 120_000;

/** A text of a CSV file: one that a spreadsheet would run as a formula stands behind an apostrophe. */
const guarded = (column: string): string =>
  `CASE WHEN regexp_matches(${column}, ${formula}) THEN '''' || ${column} ELSE ${column} END AS ${column}`;

/** The columns of an export: the golden id, the canonical fields, and what there is besides as JSON. */
const columnsOf = (entity: Entity, format: ExportFormat): readonly string[] => [
  idColumn(entity),
  ...canonicalEntities[entity].fields.map(({ name, type }) =>
    format === 'csv' && type === 'text' ? guarded(identifier(name)) : identifier(name),
  ),
  ...['extras', 'sources'].map((name) => (format === 'csv' ? `${name}::VARCHAR AS ${name}` : name)),
  'generation',
];

/**
 * Writes a view of a published file as CSV or Parquet into a new file beside it, in a process of its own. Answers its path;
 * whoever asked removes it.
 * @throws Fault `query_too_costly`, `registry_unavailable`
 */
export const exportView = async (
  published: string,
  entity: Entity,
  format: ExportFormat,
): Promise<string> => {
  const file = resolve(`${published}.export-${randomUUID()}.${format}`);
  const options = format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT parquet, COMPRESSION zstd';
  const id = idColumn(entity);
  const sql = `COPY (SELECT ${columnsOf(entity, format).join(', ')} FROM ${viewNames[entity]} ORDER BY ${id})
    TO ${literal(file)} (${options})`;
  await askReader(published, { kind: 'export', sql }, limitMs, file);
  return file;
};
