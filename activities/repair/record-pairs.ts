import type { RowBatch } from '../../connectors/contract.ts';
import { compileKey } from '../../domain/mapping/record-key.ts';
import { recordKeyPrefix, afterPrefix } from '../../domain/record-keys.ts';
import type { Json } from '../../domain/json.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { RecordPair } from '../../domain/repair/record-pairs.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { storedPairs, storedUnder } from '../../platform/database/repositories/pinned-records.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';
import type { OpenedConnection } from '../open-connection.ts';

export interface PairQuestion {
  readonly tenantId: TenantId;
  readonly opened: OpenedConnection;
  readonly stream: string;
  readonly baselineVersion: number;
  /** The record key's fields, as they are called now; empty: records cannot be found again in a sample. */
  readonly key: readonly string[];
  /** Rows of the source as it is now. */
  readonly sample: () => Promise<RowBatch>;
}

/** So many pairs, or rows, tell all that more of them could tell. */
const enough = 1_000;

const noRows: RowBatch = { columns: [], rows: [], cursor: null };

/** Asks a source for rows of an object as it is now, once, when they are first wanted; a source that does not answer gives none. */
export const sampler = (
  { logger }: Pick<Deps, 'logger'>,
  opened: OpenedConnection,
  object: SourceObject,
): (() => Promise<RowBatch>) => {
  let asked: Promise<RowBatch> | undefined;
  const ask = async (): Promise<RowBatch> => {
    try {
      const connector = await opened.module.open(opened.options);
      try {
        return await connector.sample(object, enough);
      } finally {
        await connector.close();
      }
    } catch (error) {
      logger.warn({ error, object: object.name }, 'the source gives no sample for a repair');
      return noRows;
    }
  };
  return () => (asked ??= ask());
};
/** With fewer stored ones the source is asked for a sample. */
const fewStored = 200;

/**
 * Records before and after a change of their source: those that were read again since, and, where they are few, a sample of
 * the source beside what is stored of the same records.
 */
export const recordPairs = async (
  { pool }: Pick<Deps, 'pool'>,
  question: PairQuestion,
): Promise<readonly RecordPair[]> => {
  const { tenantId, opened, stream, baselineVersion: version } = question;
  const prefix = recordKeyPrefix(opened.slug, stream);
  const stored = await withTenant(pool, tenantId, (transaction) =>
    storedPairs(transaction, { from: prefix, to: afterPrefix(prefix), version }, enough),
  );
  if (stored.length >= fewStored || question.key.length === 0) return stored;
  const sampled = keyed(await question.sample(), question.key, prefix);
  const before = await withTenant(pool, tenantId, (transaction) =>
    storedUnder(transaction, [...sampled.keys()], version),
  );
  const pairs = [...before].flatMap(([recordKey, raw]) => {
    const after = sampled.get(recordKey);
    return after === undefined ? [] : [{ before: raw, after }];
  });
  return [...stored, ...pairs];
};

const keyed = (
  { columns, rows }: RowBatch,
  key: readonly string[],
  prefix: string,
): Map<string, Readonly<Record<string, Json>>> => {
  const records = new Map<string, Readonly<Record<string, Json>>>();
  if (rows.length === 0) return records;
  const idOf = compileKey(key, columns);
  for (const row of rows) {
    const id = idOf(row);
    if (typeof id !== 'string') continue;
    const cells = columns.flatMap((column, at): [string, Json][] => {
      const cell = row[at];
      return cell === undefined ? [] : [[column, cell]];
    });
    records.set(`${prefix}${id}`, Object.fromEntries(cells));
  }
  return records;
};
