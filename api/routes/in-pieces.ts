const rowsAtOnce = 1_000;

/**
 * The rows of a long list by pieces, at most so many in all: neither they nor a transaction are kept for longer than a piece
 * takes. `fetch` gets the last row told so far.
 */
export async function* inPieces<Row>(
  most: number,
  fetch: (last: Row | undefined, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let last: Row | undefined;
  for (let told = 0; told < most; told += rowsAtOnce) {
    const limit = Math.min(rowsAtOnce, most - told);
    const rows = await fetch(last, limit);
    if (rows.length > 0) yield rows;
    if (rows.length < limit) return;
    last = rows.at(-1);
  }
}
