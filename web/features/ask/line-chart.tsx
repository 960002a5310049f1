interface LineChartProps {
  readonly points: readonly { readonly label: string; readonly value: number; readonly words: string }[];
}

const width = 640;
const height = 160;
const inset = 8;

/** A line over time, from zero, with its first, last and largest point named. */
export const LineChart = ({ points }: LineChartProps) => {
  const largest = Math.max(...points.map(({ value }) => value), 0);
  const least = Math.min(...points.map(({ value }) => value), 0);
  const range = largest - least || 1;
  const placed = points.map((point, at) => ({
    ...point,
    x: inset + (at * (width - 2 * inset)) / Math.max(1, points.length - 1),
    y: inset + ((largest - point.value) * (height - 2 * inset)) / range,
  }));
  const path = placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const base = inset + (largest * (height - 2 * inset)) / range;
  const peak = points.find(({ value }) => value === largest);
  const first = points[0];
  const last = points.at(-1);
  return (
    <>
      <svg
        viewBox={`0 0 ${String(width)} ${String(height)}`}
        className="h-40 w-full"
        preserveAspectRatio="none"
        aria-hidden
      >
        <line
          x1="0"
          x2={width}
          y1={base}
          y2={base}
          className="stroke-line"
          vectorEffect="non-scaling-stroke"
        />
        <polygon
          points={`${String(inset)},${String(base)} ${path} ${String(width - inset)},${String(base)}`}
          className="fill-ontology-soft"
        />
        <polyline
          points={path}
          fill="none"
          strokeWidth="2"
          strokeLinejoin="round"
          className="stroke-ontology"
          vectorEffect="non-scaling-stroke"
        />
        {placed.map(({ label, words, x, y }) => (
          // A dot that stays round however wide the picture is drawn.
          <path
            key={label}
            d={`M${x.toFixed(1)} ${y.toFixed(1)}h0.01`}
            strokeLinecap="round"
            strokeWidth="6"
            className="stroke-ontology"
            vectorEffect="non-scaling-stroke"
          >
            <title>{`${label}: ${words}`}</title>
          </path>
        ))}
      </svg>
      <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span className="numeric">{first === undefined ? '' : `${first.label}: ${first.words}`}</span>
        <span className="numeric">{peak === undefined ? '' : `largest ${peak.label}: ${peak.words}`}</span>
        <span className="numeric">{last === undefined ? '' : `${last.label}: ${last.words}`}</span>
      </p>
    </>
  );
};
