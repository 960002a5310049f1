import { mostSteps } from './lineage-queries';
import type { Direction } from './lineage-queries';

/** How a trace is looked at, as the address says. */
export interface TraceView {
  readonly direction: Direction;
  /** So many steps away from the start are shown. */
  readonly steps: number;
  /** Ids of nodes whose neighbours are shown however far they are. */
  readonly open: readonly string[];
  /** The other end of a path; empty for none. */
  readonly to: string;
  /** Only what drifted, waits, or comes from a source that fails, rests or is not read on time. */
  readonly troubled: boolean;
}

export const directions: readonly (readonly [Direction, string])[] = [
  ['both', 'Both ways'],
  ['up', 'Where it comes from'],
  ['down', 'Where it goes'],
];

/** Between ids in the address; none of them holds a line break. */
const between = '\n';

export const traceView = (params: URLSearchParams): TraceView => {
  const steps = Number(params.get('steps') ?? mostSteps);
  return {
    direction: directions.find(([one]) => one === params.get('direction'))?.[0] ?? 'both',
    steps: Number.isInteger(steps) && steps >= 1 && steps <= mostSteps ? steps : mostSteps,
    open: (params.get('open') ?? '').split(between).filter((id) => id !== ''),
    to: params.get('to') ?? '',
    troubled: params.get('show') === 'trouble',
  };
};

/** What the address says once a node's neighbours are shown, or no longer. */
export const toggled = ({ open }: TraceView, id: string): Readonly<Record<'open', string>> => ({
  open: (open.includes(id) ? open.filter((one) => one !== id) : [...open, id]).join(between),
});
