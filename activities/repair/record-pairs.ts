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
  /** The object as it is now. */
  readonly current: SourceObject;
  readonly baselineVersion: number;
  /** The record key's fields, as they are called now; empty: records cannot be found again in a sample. */
  readonly key: readonly string[];
}

/** So many pairs tell all that more of them could tell. */
const enough = 1_000;
/** With fewer stored ones the source is asked for a sample. */
const fewStored = 200;

/**
 * Records before and after a change of their source: those that were read again since, and, where they are few, a sample of
 * the source beside what is stored of the same records. A source that does not answer gives none.
 */
export const recordPairs = async (
  { pool, logger }: Pick<Deps, 'pool' | 'logger'>,
  question: PairQuestion,
): Promise<readonly RecordPair[]> => {
  const { tenantId, opened, stream, baselineVersion: version } = question;
  const prefix = recordKeyPrefix(opened.slug, stream);
  const stored = await withTenant(pool, tenantId, (transaction) =>
    storedPairs(transaction, { from: prefix, to: afterPrefix(prefix), version }, enough),
  );
  if (stored.length >= fewStored || question.key.length === 0) return stored;
  const sampled = await sample(question, prefix).catch((error: unknown) => {
    logger.warn({ error, object: question.current.name }, 'the source gives no sample for a repair');
    return new Map<string, Readonly<Record<string, Json>>>();
  });
  const before = await withTenant(pool, tenantId, (transaction) =>
    storedUnder(transaction, [...sampled.keys()], version),
  );
  const pairs = [...before].flatMap(([recordKey, raw]) => {
    const after = sampled.get(recordKey);
    return after === undefined ? [] : [{ before: raw, after }];
  });
  return [...stored, ...pairs];
};

const sample = async (
  { opened, current, key }: PairQuestion,
  prefix: string,
): Promise<Map<string, Readonly<Record<string, Json>>>> => {
  const connector = await opened.module.open(opened.options);
  try {
    const { columns, rows } = await connector.sample(current, enough);
    const idOf = compileKey(key, columns);
    const records = new Map<string, Readonly<Record<string, Json>>>();
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
  } finally {
    await connector.close();
  }
};
