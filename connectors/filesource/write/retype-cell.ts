/** What a column's cells can be rewritten as, the ways in which real exports change under their readers. */
export const retypings = ['text', 'integer', 'decimal', 'money', 'us_date', 'epoch_seconds'] as const;
export type Retyping = (typeof retypings)[number];

/** A cell written in another way: `1100.04` → `$1,100.04`, `2024-03-01` → `3/1/2024`; what does not fit stays. */
export function retyped(cell: string, type: Retyping): string {
  if (cell === '') return cell;
  switch (type) {
    case 'text':
      return `text ${cell}`;
    case 'integer':
      return onNumber(cell, (number) => String(Math.trunc(number)));
    case 'decimal':
      return onNumber(cell, (number) => number.toFixed(2));
    case 'money':
      return onNumber(cell, (number) => `$${number.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`);
    case 'us_date':
      return cell.replace(/^(\d{4})-0?(\d+)-0?(\d+)/, '$2/$3/$1');
    case 'epoch_seconds':
      return Number.isNaN(Date.parse(cell)) ? cell : String(Math.floor(Date.parse(cell) / 1000));
  }
}

const onNumber = (cell: string, change: (number: number) => string): string =>
  /^-?\d+(?:\.\d+)?$/.test(cell) ? change(Number(cell)) : cell;
