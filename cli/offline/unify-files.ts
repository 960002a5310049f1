import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../platform/duckdb/open-duckdb.ts';
import { numberOf, rowsOf, textOf } from '../../platform/duckdb/read-columns.ts';
import type { UnifyOutcome } from '../../platform/duckdb/unify/unify-records.ts';
import { unifyRecords } from '../../platform/duckdb/unify/unify-records.ts';
import type { LoadedRecords, RecordFiles } from './load-records.ts';
import { loadRecords } from './load-records.ts';

/** One record and the cluster it was put into. */
export interface PlacedRecord {
  readonly id: string;
  readonly file: string;
  readonly source: string;
  /** What it is called, for a person. */
  readonly label: string;
  readonly cluster: string;
  readonly confidence: number;
}

export interface UnifiedFiles
  extends
    Pick<UnifyOutcome, 'clusters' | 'pairs' | 'rules' | 'took'>,
    Pick<LoadedRecords, 'files' | 'extras'> {
  /** In the order of clusters and keys. */
  readonly records: readonly PlacedRecord[];
}

/** What DuckDB may hold before it spills; the process itself needs some 150 MB more. */
const memoryMb = 256;

const labelFields = ['name', 'full_name', 'first_name', 'last_name', 'email', 'domain', 'phone'];

/**
 * Unifies the records of files, without a server.
 * @throws Fault `not_found`, `source_data_unreadable`, `validation_failed`
 */
export async function unifyFiles(
  question: RecordFiles & { readonly exclusive?: boolean },
): Promise<UnifiedFiles> {
  const spillFolder = await mkdtemp(join(tmpdir(), 'autonomos-unify-'));
  const { connection, close } = await openDuckDb({ memoryMb, threads: 2, spillFolder });
  try {
    const loaded = await loadRecords(connection, question);
    const outcome = await unifyRecords(connection, {
      entity: question.entity,
      records: loaded.table,
      extras: loaded.extras,
      ...(question.exclusive === true ? { exclusive: 'all' } : {}),
    });
    const label = labelFields.filter((field) => loaded.table.columns.has(field));
    const rows = await rowsOf(
      connection,
      `SELECT r.id, r.file, r.source, concat_ws(' ', ${label.map((field) => `r.${field}`).join(', ')}), c.cluster, c.confidence
       FROM unify_clusters c JOIN records r ON r.key = c.key ORDER BY c.cluster, c.key`,
    );
    const { clusters, pairs, rules, took } = outcome;
    return {
      clusters,
      pairs,
      rules,
      took,
      files: loaded.files,
      extras: loaded.extras,
      records: rows.map(([id, file, source, name, cluster, confidence]) => ({
        id: textOf(id) ?? '',
        file: textOf(file) ?? '',
        source: textOf(source) ?? '',
        label: textOf(name) ?? '',
        cluster: textOf(cluster) ?? '',
        confidence: numberOf(confidence),
      })),
    };
  } finally {
    close();
    await rm(spillFolder, { recursive: true, force: true });
  }
}
