import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

type Value = DuckDBValue | undefined;

/** A number of whatever width; `null` is NaN. */
export const numberOf = (value: Value): number =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;

export const textOf = (value: Value): string | null => (typeof value === 'string' ? value : null);

/** Runs a query and hands every row to `take`, chunk by chunk, so that a large result is never held whole. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  take: (row: readonly DuckDBValue[]) => void,
): Promise<void> {
  const result = await connection.stream(sql);
  for await (const rows of result.yieldRows()) for (const row of rows) take(row);
}

/** The rows of a small result. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<DuckDBValue[][]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
