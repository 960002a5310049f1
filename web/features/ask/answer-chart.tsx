import { cellWords } from './answer-words';
import type { Answer } from './answer-words';
import { LineChart } from './line-chart';

type Chart = NonNullable<Answer['chart']>;
type Table = NonNullable<Answer['table']>;

interface Point {
  readonly label: string;
  readonly value: number;
  readonly words: string;
}

const most = 12;

/** One series per currency, so that sums of different money are never drawn beside one another. */
const seriesOf = (
  { x, y, series }: Chart,
  { columns, rows }: Table,
): ReadonlyMap<string, readonly Point[]> => {
  const at = (name: string | null): number => columns.findIndex((column) => column.name === name);
  const type = columns[at(y)]?.type ?? 'count';
  const found = new Map<string, Point[]>();
  for (const row of rows) {
    const name = cellWords(row[at(series)], 'text').replace('–', '');
    const value = Number(row[at(y)] ?? 0);
    const label = cellWords(row[at(x)], 'text');
    const point = { label, value, words: cellWords(row[at(y)], type, name === '' ? null : name) };
    found.set(name, [...(found.get(name) ?? []), point]);
  }
  return found;
};

/** What a table shows at a glance; the table itself stands below and holds every figure. */
export const AnswerChart = ({ chart, table }: { readonly chart: Chart; readonly table: Table }) => (
  <div className="flex flex-col gap-5">
    {[...seriesOf(chart, table)].map(([series, points]) => (
      <figure
        key={series}
        className="min-w-0"
        aria-label={series === '' ? chart.title : `${chart.title}, ${series}`}
      >
        <figcaption className="mb-2 text-sm text-muted">
          {chart.title}
          {series !== '' && ` in ${series}`}
        </figcaption>
        {chart.kind === 'line' ? <LineChart points={points} /> : <Bars points={points.slice(0, most)} />}
      </figure>
    ))}
  </div>
);

const Bars = ({ points }: { readonly points: readonly Point[] }) => {
  const largest = Math.max(...points.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <ul className="flex flex-col gap-2.5 text-sm">
      {points.map(({ label, value, words }) => (
        <li key={label} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          <span className="truncate">{label}</span>
          <span className="numeric font-medium">{words}</span>
          <span aria-hidden className="col-span-2 h-2 overflow-hidden rounded-full bg-neutral-soft">
            <span
              className={`bar block h-full rounded-full ${value < 0 ? 'bg-warn' : 'bg-ontology'}`}
              style={{ width: `${String((Math.abs(value) / largest) * 100)}%` }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
};
