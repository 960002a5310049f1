import type { DuckDBConnection } from '@duckdb/node-api';

/** A statement that does more than read the views. */
export class Refused extends Error {}

/** How a plan is asked for; no comment stands between its words, so that what follows is what DuckDB explains. */
const explaining = /^\s*explain\s+(?:analyze\s+|\(\s*(?:analyze|format)[\w\s,]*\)\s*)?/i;

/**
 * Functions behind FROM that make rows of what they are given. Of the others some look at files, memory, settings or the server,
 * and some read a table that a text names (`histogram`).
 */
const rowMakers = new Set([
  'generate_series',
  'json_each',
  'json_tree',
  'range',
  'repeat',
  'summary',
  'unnest',
]);

/** Scalar functions that tell settings, or write. */
const telling = new Set(['current_setting', 'write_log']);

/** DuckDB's views of itself: they name the server's folders. */
const aboutServer = /^(duckdb_|pragma_|pg_settings$)/i;

interface Parsed {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

/**
 * Refuses a text that is anything but one SELECT, or the plan of one, over views, tables and values; what DuckDB itself parsed is
 * looked through, before anything of it runs. Functions that run a text are refused with the others, so nothing is hidden in one.
 * @throws Refused; Error in DuckDB's words where the text cannot be parsed
 */
export const assertReading = async (connection: DuckDBConnection, text: string): Promise<void> => {
  const sql = text.replace(explaining, '');
  const answer = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const parsed = JSON.parse(String(answer.getRows()[0]?.[0])) as Parsed;
  if (parsed.error && parsed.error_type === 'not implemented')
    throw new Refused('Only SELECT is allowed: queries read the views and change nothing');
  if (parsed.error) throw new Error(parsed.error_message);
  const count = parsed.statements?.length ?? 0;
  if (count !== 1) throw new Refused(`Give one statement; this text has ${count}`);
  assertWithin(parsed.statements);
};

const assertWithin = (node: unknown): void => {
  if (typeof node !== 'object' || node === null) return;
  const { type, function: called, function_name: name, table_name: table } = node as Record<string, unknown>;
  if (type === 'TABLE_FUNCTION') {
    const maker = (called as { readonly function_name?: unknown } | undefined)?.function_name;
    if (!rowMakers.has(String(maker).toLowerCase())) throw outOfReach(maker);
  }
  if (typeof name === 'string' && telling.has(name.toLowerCase())) throw outOfReach(name);
  if (type === 'BASE_TABLE' && aboutServer.test(String(table))) throw outOfReach(table);
  for (const child of Object.values(node)) assertWithin(child);
};

const outOfReach = (name: unknown): Refused =>
  new Refused(
    `${String(name)} is out of reach: a query reads the views alone, no files, network, extensions or settings`,
  );
