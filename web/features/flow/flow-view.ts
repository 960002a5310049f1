import type { LiveEvent } from '../../lib/live/live-stream';
import { isAbout } from '../events/event-words';
import { outcomes, pillsOf } from './pills';
import type { Outcome, Pill } from './pills';

/** How long a pill is on its way, milliseconds. */
export const speeds = { slow: 8_000, normal: 4_000, fast: 2_000 } as const;
/** Rows in which pills travel. */
export const densities = { calm: 4, normal: 8, dense: 14 } as const;

/** What is looked at of the flow, and how, as the address says; empty stands for everything. */
export interface FlowView {
  readonly speed: keyof typeof speeds;
  readonly density: keyof typeof densities;
  readonly paused: boolean;
  readonly connection: string;
  readonly entity: string;
  readonly outcome: Outcome | '';
  readonly trace: string;
}

const keyIn = <Key extends string>(
  choices: Readonly<Record<Key, unknown>>,
  text: string | null,
): Key | undefined => (Object.keys(choices) as Key[]).find((key) => key === text);

export const flowView = (params: URLSearchParams): FlowView => ({
  speed: keyIn(speeds, params.get('speed')) ?? 'normal',
  density: keyIn(densities, params.get('density')) ?? 'normal',
  paused: params.get('paused') === 'yes',
  connection: params.get('connection') ?? '',
  entity: params.get('entity') ?? '',
  outcome: outcomes.find((one) => one === params.get('outcome')) ?? '',
  trace: params.get('trace') ?? '',
});

export const everything = { connection: '', entity: '', outcome: '', trace: '' } as const;

/** Whether a pill is looked at. */
export const fits = (
  { event, what, outcome }: Pill,
  view: Pick<FlowView, keyof typeof everything>,
): boolean =>
  (view.connection === '' || isAbout(event, view.connection)) &&
  (view.entity === '' || view.entity === what) &&
  (view.outcome === '' || view.outcome === outcome) &&
  (view.trace === '' || view.trace === event.trace_id);

/** Whether anything that an event sets in motion is looked at. */
export const eventFits = (event: LiveEvent, view: FlowView): boolean =>
  pillsOf(event).some((pill) => fits(pill, view));
