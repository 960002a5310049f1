import { basename, extname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Part } from '../../connectors/filesource/decode/decoder.ts';
import { Fault } from '../../domain/faults.ts';
import type { Cell } from '../../domain/json.ts';
import { scalarText } from '../../domain/mapping/scalar-text.ts';
import type { Extra, UnifiedEntity } from '../../domain/unify/plan.ts';
import { extraColumn } from '../../domain/unify/extra-plan.ts';
import { chooseExtras, extraName, readColumnRoles } from '../../domain/unify/read-columns.ts';
import type { ColumnRoles } from '../../domain/unify/read-columns.ts';
import { identifier, literal } from '../../platform/duckdb/open-duckdb.ts';
import { numberOf, rowsOf, textOf } from '../../platform/duckdb/read-columns.ts';
import type { RecordsTable } from '../../platform/duckdb/unify/features.ts';
import { withRecordsOf } from './open-file.ts';

export interface RecordFiles {
  readonly entity: UnifiedEntity;
  readonly paths: readonly string[];
  /** Column of the ids; without one the records are numbered from 1. */
  readonly id: string | undefined;
  readonly source: string | undefined;
}

/** The records of all files in the table `records`, and what their columns were taken for. */
export interface LoadedRecords {
  readonly table: RecordsTable;
  readonly extras: readonly Extra[];
  readonly files: readonly { readonly file: string; readonly records: number; readonly roles: ColumnRoles }[];
}

interface LoadedFile {
  readonly file: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly records: number;
  readonly roles: ColumnRoles;
}

const sampled = 200;
const batch = { batchRows: 20_000, batchBytes: 8_000_000 };

const textOfCell = (cell: Cell | undefined): string | null => {
  if (cell === null || cell === undefined) return null;
  return scalarText(cell);
};

/** Copies one part of a file into a table of texts: column n of the file is `c{n}`, and `record` its number. */
async function copyPart(connection: DuckDBConnection, part: Part, table: string) {
  let columns: readonly string[] = [];
  const samples: Cell[][] = [];
  let records = 0;
  let appender: Awaited<ReturnType<DuckDBConnection['createAppender']>> | undefined;
  for await (const rows of part.read(batch)) {
    const [unreadable] = rows.unreadable;
    if (unreadable !== undefined)
      throw new Fault('source_data_unreadable', `${unreadable.position}: ${unreadable.message}`);
    if (appender === undefined) {
      ({ columns } = rows);
      const cells = columns.map((_, index) => `c${index} VARCHAR`).join(', ');
      await connection.run(`CREATE TABLE ${table} (record BIGINT, ${cells})`);
      appender = await connection.createAppender(table);
    }
    for (const row of rows.rows) {
      records += 1;
      appender.appendBigInt(BigInt(records));
      for (let index = 0; index < columns.length; index += 1) {
        const text = textOfCell(row[index]);
        if (text === null) appender.appendNull();
        else appender.appendVarchar(text);
      }
      appender.endRow();
      if (records <= sampled) samples.push([...row]);
    }
    appender.flushSync();
  }
  appender?.closeSync();
  return { columns, samples, records };
}

async function loadFile(
  connection: DuckDBConnection,
  path: string,
  { name, number }: { readonly name: string; readonly number: number },
  { entity, id, source }: RecordFiles,
): Promise<LoadedFile[]> {
  return await withRecordsOf(path, async ({ parts }) => {
    const loaded: LoadedFile[] = [];
    for (const [index, part] of parts.entries()) {
      const file = part.sheet === null ? name : `${name}:${part.sheet}`;
      const table = `file_${number}_${index}`;
      const { columns, samples, records } = await copyPart(connection, part, table);
      if (records === 0) throw new Fault('validation_failed', `${file} has no records`);
      for (const [option, column] of [
        ['--id', id],
        ['--source', source],
      ] as const) {
        if (column !== undefined && !columns.includes(column))
          throw new Fault(
            'validation_failed',
            `${file} has no column ${column} (${option}); it has ${columns.join(', ')}`,
          );
      }
      const title = part.sheet ?? basename(path, extname(path));
      const given = columns.map((column, at) => ({
        name: column,
        samples: samples.map((row) => row[at]).filter((cell) => cell !== undefined),
      }));
      loaded.push({
        file,
        table,
        columns,
        records,
        roles: readColumnRoles(entity, title, given, { id, source }),
      });
    }
    return loaded;
  });
}

/** What each file is called: by its name alone, or by its path where several share a name. */
const namesOf = (paths: readonly string[]): string[] => {
  const names = paths.map((path) => basename(path));
  return names.map((name, at) =>
    names.indexOf(name) === names.lastIndexOf(name) ? name : (paths[at] ?? name),
  );
};

/** Without one of these nothing tells one record from another. */
const tellingFields = {
  account: ['name', 'domain', 'website', 'phone'],
  contact: ['full_name', 'first_name', 'last_name', 'email', 'phone', 'mobile_phone'],
} as const;

/** The statement that brings a file's records under the common columns. */
function selectOf(
  loaded: LoadedFile,
  {
    id,
    several,
    fields,
    extras,
  }: { id: string | undefined; several: boolean; fields: readonly string[]; extras: readonly string[] },
): string {
  const cell = (column: string | undefined | null): string => {
    const index = column === undefined || column === null ? -1 : loaded.columns.indexOf(column);
    return index < 0 ? 'NULL::VARCHAR' : `c${index}`;
  };
  const byExtra = new Map(loaded.roles.others.map((column) => [extraName(column), column]));
  const number = id === undefined ? 'record::VARCHAR' : cell(id);
  const file = literal(loaded.file);
  return `SELECT ${several ? `${file} || ':' || ${number}` : number} AS key, ${number} AS id, ${file} AS file,
    coalesce(${cell(loaded.roles.source)}, ${file}) AS source,
    ${fields.map((field) => `${cell(loaded.roles.fields.get(field))} AS ${identifier(field)}`).join(', ')}
    ${extras.map((extra, index) => `, ${cell(byExtra.get(extra))} AS other_${index}`).join('')} FROM ${loaded.table}`;
}

async function checkKeys(connection: DuckDBConnection, id: string | undefined): Promise<void> {
  const [[empty] = []] = await rowsOf(connection, 'SELECT count(*) FROM records WHERE key IS NULL');
  if (numberOf(empty) > 0)
    throw new Fault(
      'validation_failed',
      `${numberOf(empty)} records have no ${id ?? 'id'}; every record needs one`,
    );
  const [twice] = await rowsOf(
    connection,
    'SELECT key, count(*) FROM records GROUP BY key HAVING count(*) > 1 ORDER BY key LIMIT 1',
  );
  if (twice !== undefined)
    throw new Fault(
      'validation_failed',
      `${textOf(twice[0]) ?? ''} is the ${id ?? 'id'} of ${numberOf(twice[1])} records; name a column with --id that is unique in each file`,
    );
}

async function extrasOf(
  connection: DuckDBConnection,
  names: readonly string[],
  records: number,
): Promise<Extra[]> {
  const statistics = [];
  for (const [index, column] of names.entries()) {
    const value = `nullif(trim(other_${index}), '')`;
    const [[filled, distinct, dates, numbers, length] = []] = await rowsOf(
      connection,
      `SELECT count(v), approx_count_distinct(v), count(*) FILTER (regexp_matches(v, '^(\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}|(19|20)\\d{2}[01]\\d[0-3]\\d)')),
        count(try_cast(v AS DOUBLE)), avg(length(v)) FROM (SELECT ${value} AS v FROM records)`,
    );
    statistics.push({
      column,
      records,
      filled: numberOf(filled),
      distinct: numberOf(distinct),
      dates: numberOf(dates),
      numbers: numberOf(numbers),
      meanLength: numberOf(length),
    });
  }
  return chooseExtras(statistics);
}

/**
 * Loads files of records into the table `records` and finds out what their columns are. A record's key is its id, with
 * the file before it when there are several files.
 * @throws Fault `not_found`, `source_data_unreadable`, `validation_failed`
 */
export async function loadRecords(
  connection: DuckDBConnection,
  question: RecordFiles,
): Promise<LoadedRecords> {
  const loaded: LoadedFile[] = [];
  const names = namesOf(question.paths);
  for (const [number, path] of question.paths.entries()) {
    const name = names[number] ?? path;
    loaded.push(...(await loadFile(connection, path, { name, number }, question)));
  }
  for (const { file, roles, columns } of loaded) {
    if (!tellingFields[question.entity].some((field) => roles.fields.has(field)))
      throw new Fault(
        'validation_failed',
        `${file} has no column that looks like ${tellingFields[question.entity].join(', ')} of ${question.entity}s; it has ${columns.join(', ')}`,
      );
  }
  const fields = [...new Set(loaded.flatMap(({ roles }) => [...roles.fields.keys()]))].sort();
  const others = [...new Set(loaded.flatMap(({ roles }) => roles.others.map(extraName)))].sort();
  const several = loaded.length > 1;
  const selects = loaded.map((file) => selectOf(file, { id: question.id, several, fields, extras: others }));
  await connection.run(`CREATE TABLE records AS ${selects.join(' UNION ALL ')}`);
  for (const { table } of loaded) await connection.run(`DROP TABLE ${table}`);
  await checkKeys(connection, question.id);
  const records = loaded.reduce((sum, file) => sum + file.records, 0);
  const extras = await extrasOf(connection, others, records);
  const columns = new Map(fields.map((field) => [field, field]));
  for (const [index, { column }] of extras.entries())
    columns.set(extraColumn(index), `other_${others.indexOf(column)}`);
  return {
    table: { table: 'records', columns },
    extras,
    files: loaded.map(({ file, records: count, roles }) => ({ file, records: count, roles })),
  };
}
