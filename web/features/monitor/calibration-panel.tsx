import { Scale } from 'lucide-react';
import type { Schemas } from '../../lib/api-client';
import { countWords, percentWords } from '../../lib/words';
import { DataTable } from '../../ui/data-table';
import type { Column } from '../../ui/data-table';
import { Empty } from '../../ui/empty';
import { Panel } from '../../ui/panel';

type Bin = Schemas['RepairFigures']['calibration'][number];

const columns: readonly Column<Bin>[] = [
  { name: 'Stated', cell: ({ from, to }) => `${percentWords(from)} to ${percentWords(to)}` },
  { name: 'On average', numeric: true, cell: ({ mean_confidence }) => percentWords(mean_confidence) },
  { name: 'Settled', numeric: true, cell: ({ repairs }) => countWords(repairs) },
  {
    name: 'Kept',
    numeric: true,
    cell: ({ right, repairs }) => `${countWords(right)} (${percentWords(right / repairs)})`,
  },
];

/** Stated confidence against outcomes: on the diagonal, nine in ten of those given 90 % were kept. */
export const CalibrationPanel = ({ bins }: { readonly bins: readonly Bin[] }) => (
  <Panel
    title="Does the confidence hold?"
    note="Kept means: applied as proposed, and neither edited, rejected nor undone."
    flush
  >
    {bins.length === 0 ? (
      <Empty icon={Scale} title="Not known yet">
        No proposal was settled in this time; the curve is drawn from outcomes alone.
      </Empty>
    ) : (
      <div className="grid items-center lg:grid-cols-2">
        <Curve bins={bins} />
        <DataTable
          caption="Stated confidence against outcomes"
          columns={columns}
          rows={bins}
          keyOf={({ from }) => String(from)}
        />
      </div>
    )}
  </Panel>
);

const size = 200;
const at = (share: number): number => share * size;

const Curve = ({ bins }: { readonly bins: readonly Bin[] }) => {
  const most = Math.max(...bins.map(({ repairs }) => repairs));
  const points = bins.map(({ mean_confidence: stated, right, repairs }) => ({
    x: at(stated),
    y: size - at(right / repairs),
    radius: 3 + 5 * Math.sqrt(repairs / most),
  }));
  return (
    <svg
      viewBox={`-44 -12 ${String(size + 64)} ${String(size + 56)}`}
      aria-hidden
      className="mx-auto w-full max-w-sm p-2 text-muted"
    >
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick} className="fill-current text-[9px]">
          <path d={`M0 ${String(size - at(tick))}H${String(size)}`} className="stroke-line" />
          <text x={-6} y={size - at(tick) + 3} textAnchor="end">
            {percentWords(tick)}
          </text>
          <text x={at(tick)} y={size + 14} textAnchor="middle">
            {percentWords(tick)}
          </text>
        </g>
      ))}
      <path d={`M0 ${String(size)}L${String(size)} 0`} className="stroke-control" strokeDasharray="4 4" />
      <polyline
        points={points.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ')}
        className="fill-none stroke-brand"
        strokeWidth={2}
      />
      {points.map(({ x, y, radius }) => (
        <circle key={x} cx={x} cy={y} r={radius} className="fill-brand" />
      ))}
      <text x={size / 2} y={size + 34} textAnchor="middle" className="fill-current text-[10px]">
        stated confidence
      </text>
      <text
        transform={`translate(-36 ${String(size / 2)}) rotate(-90)`}
        textAnchor="middle"
        className="fill-current text-[10px]"
      >
        kept
      </text>
    </svg>
  );
};
