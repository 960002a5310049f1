import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../domain/json.ts';
import { withPostgres } from '../seed/seed-postgres.ts';
import type { Expected } from './stamped-row.ts';

/** What has to arrive, by the account's name. */
export type Book = ReadonlyMap<Json, Expected>;

export interface Comparison {
  readonly records: number;
  /** Rows of the book, or fields of them, that did not arrive. */
  readonly lost: number;
  /** Rows under two keys, events that say the same as the one before, and records that nobody wrote. */
  readonly doubled: number;
  /** Fields with another value than their source field's. */
  readonly wrong: number;
}

interface Latest {
  readonly record_key: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** What the canonical stream holds of a stream against the book of the one who wrote the source. */
export const compareWithBook = async (
  databaseUrl: string,
  tenantId: string,
  prefix: string,
  book: Book,
): Promise<Comparison> =>
  await withPostgres(databaseUrl, async (client) => {
    const { rows } = await client.query<Latest>(
      `select record_key, data from (
         select distinct on (record_key, entity) record_key, op, data from au.canonical_streams
         where tenant_id = $1 and starts_with(record_key, $2) order by record_key, entity, record_seq desc) latest
       where op = 'u'`,
      [tenantId, prefix],
    );
    const { rows: repeated } = await client.query<{ count: string }>(
      `select count(*) from (
         select row(op, data::text, extras::text, pending::text) as says,
           lag(row(op, data::text, extras::text, pending::text)) over (partition by record_key, entity order by record_seq) as said
         from au.canonical_streams where tenant_id = $1 and starts_with(record_key, $2)) events
       where says = said`,
      [tenantId, prefix],
    );
    const known = new Set(rows.map(({ data }) => data['name'] ?? null).filter((name) => book.has(name)));
    const doubled = rows.length - known.size + Number(repeated[0]?.count ?? 0);
    return { ...judge(rows, book), records: rows.length, doubled };
  });

const judge = (rows: readonly Latest[], book: Book): Pick<Comparison, 'lost' | 'wrong'> => {
  const byName = new Map(rows.map(({ data }) => [data['name'] ?? null, data]));
  let lost = 0;
  let wrong = 0;
  for (const [name, expected] of book) {
    const data = byName.get(name);
    if (data === undefined) {
      lost += 1;
      continue;
    }
    for (const field of new Set([...Object.keys(expected), ...Object.keys(data)])) {
      const [wanted, found] = [expected[field], data[field]];
      if (isDeepStrictEqual(found, wanted)) continue;
      if (found === undefined || found === null) lost += 1;
      else wrong += 1;
    }
  }
  return { lost, wrong };
};
