import Table from 'cli-table3';
import type { Json } from '../../domain/json.ts';
import type { LaneOutcome } from './drift.ts';

export interface DriftPromise {
  readonly rowsPerSecond: number;
  /** Within which a ticket has to be open. */
  readonly observerSeconds: number;
}

/** What a lane did not keep of what was promised. */
const broken = (
  outcome: LaneOutcome,
  { rowsPerSecond, observerSeconds }: DriftPromise,
): readonly string[] => [
  ...(outcome.rowsPerSecond < rowsPerSecond ? ['too few rows a second'] : []),
  ...(outcome.ticketAfterSeconds > observerSeconds ? ['the ticket came late'] : []),
  ...(outcome.lost > 0 ? ['lost'] : []),
  ...(outcome.doubled > 0 ? ['doubled'] : []),
  ...(outcome.wrong > 0 ? ['under a wrong field'] : []),
  ...(outcome.balanced ? [] : ['the last ingest is not balanced']),
];

const head = [
  'source',
  'change',
  'rows',
  'rows/s',
  'ticket after',
  'ended as',
  'lost',
  'doubled',
  'wrong field',
  'verdict',
];

/** A line per source: what changed, how it ended, and what arrived compared with what was written. */
export const driftTable = (outcomes: readonly LaneOutcome[], promise: DriftPromise): string => {
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const outcome of outcomes) {
    const { lane, rows, rowsPerSecond, ticketAfterSeconds, lost, doubled, wrong } = outcome;
    const faults = broken(outcome, promise);
    table.push([
      lane.connection.name,
      lane.change,
      rows,
      Math.floor(rowsPerSecond),
      `${ticketAfterSeconds.toFixed(1)} s`,
      lane.ending,
      lost,
      doubled,
      wrong,
      faults.length === 0 ? 'kept' : faults.join(', '),
    ]);
  }
  return table.toString();
};

/** The same for a program. */
export const driftJson = (outcomes: readonly LaneOutcome[], promise: DriftPromise): Json =>
  outcomes.map((outcome) => ({
    slug: outcome.lane.connection.slug,
    change: outcome.lane.change,
    ending: outcome.lane.ending,
    rows: outcome.rows,
    records: outcome.records,
    rows_per_second: outcome.rowsPerSecond,
    ticket_after_seconds: outcome.ticketAfterSeconds,
    lost: outcome.lost,
    doubled: outcome.doubled,
    wrong_field: outcome.wrong,
    broken: broken(outcome, promise),
  }));

export const allKept = (outcomes: readonly LaneOutcome[], promise: DriftPromise): boolean =>
  outcomes.every((outcome) => broken(outcome, promise).length === 0);
