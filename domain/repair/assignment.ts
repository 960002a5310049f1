/**
 * Picks at most one partner for each row and column so that the sum of the gains is the greatest possible.
 * Only gains above zero are taken. Shortest augmenting paths (R. Jonker and A. Volgenant 1987) from the shorter side, so that
 * thousands of rows for a few dozen columns cost little: O(shorter² × longer).
 *
 * @param gains rows × columns
 * @returns for each row its column, or -1
 */
export function assign(gains: readonly (readonly number[])[]): number[] {
  const rows = gains.length;
  const columns = Math.max(0, ...gains.map((row) => row.length));
  const cost = (row: number, column: number): number => -Math.max(0, gains[row]?.[column] ?? 0);
  const partners = new Int32Array(rows).fill(-1);
  const take = (row: number, column: number): void => {
    if (cost(row, column) < 0) partners[row] = column;
  };
  if (rows <= columns) new Matching(rows, columns, cost).pairs(take);
  else {
    new Matching(columns, rows, (column, row) => cost(row, column)).pairs((column, row) => {
      take(row, column);
    });
  }
  return [...partners];
}

/** One-based in here, as the method is usually written: row and column 0 stand for "none yet". */
class Matching {
  private readonly rows: number;
  private readonly columns: number;
  private readonly cost: (row: number, column: number) => number;
  private readonly rowPrice: Float64Array;
  private readonly columnPrice: Float64Array;
  private readonly rowAt: Int32Array;

  /** No more rows than columns. */
  constructor(rows: number, columns: number, cost: (row: number, column: number) => number) {
    this.rows = rows;
    this.columns = columns;
    this.cost = cost;
    this.rowPrice = new Float64Array(rows + 1);
    this.columnPrice = new Float64Array(columns + 1);
    this.rowAt = new Int32Array(columns + 1);
  }

  /** Gives every row its column, at the least cost in all. */
  pairs(take: (row: number, column: number) => void): void {
    for (let row = 1; row <= this.rows; row += 1) this.add(row);
    for (let column = 1; column <= this.columns; column += 1) {
      const row = this.rowAt[column] ?? 0;
      if (row !== 0) take(row - 1, column - 1);
    }
  }

  private add(row: number): void {
    const reach = new Float64Array(this.columns + 1).fill(Infinity);
    const seen = new Uint8Array(this.columns + 1);
    const from = new Int32Array(this.columns + 1);
    this.rowAt[0] = row;
    let column = 0;
    do {
      seen[column] = 1;
      column = this.extend(column, reach, seen, from);
    } while ((this.rowAt[column] ?? 0) !== 0);
    while (column !== 0) {
      const previous = from[column] ?? 0;
      this.rowAt[column] = this.rowAt[previous] ?? 0;
      column = previous;
    }
  }

  /** Lengthens the search by one column and returns it. */
  private extend(column: number, reach: Float64Array, seen: Uint8Array, from: Int32Array): number {
    const row = this.rowAt[column] ?? 0;
    let nearest = 0;
    let step = Infinity;
    for (let next = 1; next <= this.columns; next += 1) {
      if (seen[next] === 1) continue;
      const length = this.cost(row - 1, next - 1) - (this.rowPrice[row] ?? 0) - (this.columnPrice[next] ?? 0);
      if (length < (reach[next] ?? Infinity)) {
        reach[next] = length;
        from[next] = column;
      }
      if ((reach[next] ?? Infinity) < step) {
        step = reach[next] ?? Infinity;
        nearest = next;
      }
    }
    this.shift(step, reach, seen);
    return nearest;
  }

  private shift(step: number, reach: Float64Array, seen: Uint8Array): void {
    for (let column = 0; column <= this.columns; column += 1) {
      if (seen[column] === 1) {
        const row = this.rowAt[column] ?? 0;
        this.rowPrice[row] = (this.rowPrice[row] ?? 0) + step;
        this.columnPrice[column] = (this.columnPrice[column] ?? 0) - step;
      } else reach[column] = (reach[column] ?? Infinity) - step;
    }
  }
}
