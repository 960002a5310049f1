import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../platform/duckdb/open-duckdb.ts';
import { numberOf, rowsOf, textOf } from '../../platform/duckdb/read-columns.ts';
import type { UnifyOutcome, UnifyQuestion } from '../../platform/duckdb/unify/unify-records.ts';
import { unifyRecords } from '../../platform/duckdb/unify/unify-records.ts';

export type UnifyRow = Readonly<Record<string, string | null>> & {
  readonly key: string;
  readonly source: string;
};

export interface UnifiedRows extends UnifyOutcome {
  /** Cluster of each key. */
  readonly clusterOf: ReadonlyMap<string, string>;
  readonly confidenceOf: ReadonlyMap<string, number>;
}

/** Unifies rows of canonical fields in a DuckDB of their own. */
export async function unifyRows(
  rows: readonly UnifyRow[],
  question: Omit<UnifyQuestion, 'records'>,
): Promise<UnifiedRows> {
  const spillFolder = mkdtempSync(join(tmpdir(), 'autonomos-test-'));
  const { connection, close } = await openDuckDb({ memoryMb: 320, threads: 2, spillFolder });
  try {
    const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
      (name) => name !== 'key' && name !== 'source',
    );
    const names = ['key', 'source', ...fields];
    await connection.run(`CREATE TABLE records (${names.map((name) => `${name} VARCHAR`).join(', ')})`);
    const appender = await connection.createAppender('records');
    for (const row of rows) {
      for (const name of names) {
        const value = row[name] ?? null;
        if (value === null) appender.appendNull();
        else appender.appendVarchar(value);
      }
      appender.endRow();
    }
    appender.closeSync();
    const outcome = await unifyRecords(connection, {
      ...question,
      records: { table: 'records', columns: new Map(fields.map((name) => [name, name])) },
    });
    const placed = await rowsOf(connection, 'SELECT key, cluster, confidence FROM unify_clusters');
    return {
      ...outcome,
      clusterOf: new Map(placed.map(([key, cluster]) => [textOf(key) ?? '', textOf(cluster) ?? ''])),
      confidenceOf: new Map(placed.map(([key, , confidence]) => [textOf(key) ?? '', numberOf(confidence)])),
    };
  } finally {
    close();
    rmSync(spillFolder, { recursive: true, force: true });
  }
}
