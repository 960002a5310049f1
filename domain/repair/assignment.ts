/**
 * Picks at most one partner for each row and column so that the sum of the gains is the greatest possible.
 * Only gains above zero are taken. Shortest augmenting paths (R. Jonker and A. Volgenant 1987), O(n³).
 *
 * @param gains rows × columns
 * @returns for each row its column, or -1
 */
export function assign(gains: readonly (readonly number[])[]): number[] {
  const rows = gains.length;
  const columns = Math.max(0, ...gains.map((row) => row.length));
  const size = Math.max(rows, columns);
  const cost = (row: number, column: number): number => -Math.max(0, gains[row]?.[column] ?? 0);
  const matching = new SquareMatching(size, cost);
  for (let row = 1; row <= size; row += 1) matching.add(row);
  return gains.map((_, row) => {
    const column = matching.columnOf(row);
    return cost(row, column) < 0 ? column : -1;
  });
}

/** One-based in here, as the method is usually written: row and column 0 stand for "none yet". */
class SquareMatching {
  private readonly size: number;
  private readonly cost: (row: number, column: number) => number;
  private readonly rowPrice: Float64Array;
  private readonly columnPrice: Float64Array;
  private readonly rowAt: Int32Array;

  constructor(size: number, cost: (row: number, column: number) => number) {
    this.size = size;
    this.cost = cost;
    this.rowPrice = new Float64Array(size + 1);
    this.columnPrice = new Float64Array(size + 1);
    this.rowAt = new Int32Array(size + 1);
  }

  columnOf(row: number): number {
    return this.rowAt.indexOf(row + 1, 1) - 1;
  }

  add(row: number): void {
    const reach = new Float64Array(this.size + 1).fill(Infinity);
    const seen = new Uint8Array(this.size + 1);
    const from = new Int32Array(this.size + 1);
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
    for (let next = 1; next <= this.size; next += 1) {
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
    for (let column = 0; column <= this.size; column += 1) {
      if (seen[column] === 1) {
        const row = this.rowAt[column] ?? 0;
        this.rowPrice[row] = (this.rowPrice[row] ?? 0) + step;
        this.columnPrice[column] = (this.columnPrice[column] ?? 0) - step;
      } else reach[column] = (reach[column] ?? Infinity) - step;
    }
  }
}
