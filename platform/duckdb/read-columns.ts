import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

type Value = DuckDBValue | undefined;

/** A number of whatever width; `null` is NaN. */
export const numberOf = (value: Value): number =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;

export const textOf = (value: Value): string | null => (typeof value === 'string' ? value : null);

/**
 * Runs a query and hands every row to `take`, chunk by chunk, so that a large result is never held whole. Until it is done
 * nothing else may run on the connection, an appender's flush included: that would end the rows without a word.
 */
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

/** The columns of a result, all of them numbers: much cheaper than rows where there are many. */
export async function numberColumns(connection: DuckDBConnection, sql: string): Promise<number[][]> {
  const result = await connection.stream(sql);
  const columns = Array.from({ length: result.columnCount }, (): number[] => []);
  for await (const chunk of result) {
    for (const [index, column] of columns.entries()) {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < vector.itemCount; row += 1) column.push(numberOf(vector.getItem(row)));
    }
  }
  return columns;
}
