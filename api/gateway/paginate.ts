import type { Cursors, Position } from './cursors.ts';

interface List<Row> {
  /** Name of the list, stable: it is part of the cursor's signature. */
  readonly name: string;
  readonly tenantId: string;
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  /** Sort values of a row, in the order of the list's keyset. */
  readonly positionOf: (row: Row) => Position;
  /** Fetches `limit` rows behind `after` (from the start when undefined), in the keyset's order. */
  readonly fetch: (after: Position | undefined, limit: number) => Promise<readonly Row[]>;
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly page: { readonly next_cursor: string | null; readonly has_more: boolean };
}

/** One page by keyset: one row more than asked for tells whether there is another page. */
export const paginate = async <Row>(cursors: Cursors, list: List<Row>): Promise<Page<Row>> => {
  const { name, tenantId, query } = list;
  const after = query.cursor === undefined ? undefined : cursors.read(name, tenantId, query.cursor);
  const fetched = await list.fetch(after, query.limit + 1);
  const rows = fetched.slice(0, query.limit);
  const last = fetched.length > query.limit ? rows.at(-1) : undefined;
  return {
    rows,
    page: {
      next_cursor: last === undefined ? null : cursors.write(name, tenantId, list.positionOf(last)),
      has_more: last !== undefined,
    },
  };
};
