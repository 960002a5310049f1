import { writeSync } from 'node:fs';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/**
 * Named instants at which a test kills, pauses or fails the process: AUTONOMOS_FAILPOINT=name:kill|pause|error:nth.
 * The hit is written to stderr before it takes effect, so that a test can prove that the instant was reached. Hits count
 * over all threads of the process; `every:pause` takes effect at each hit of each instant.
 */
const failpoints = [
  'before_read',
  'after_read',
  'after_map',
  'mid_insert',
  'before_commit',
  'after_commit_before_ack',
  'after_ack',
  'after_read_ends',
  'after_effect_before_response',
  'before_repair_begins',
  'after_repair_begins',
  'before_repair_switches',
  'after_repair_switches',
  'before_repair_replays',
  'after_repair_replays',
  'before_repair_finishes',
  'after_repair_finishes',
  'before_shadow_pass',
  'before_undo_switches',
  'after_undo_switches',
  'before_dcl_load',
  'before_dcl_unify',
  'before_dcl_views',
  'before_dcl_place',
  'before_dcl_publish',
  'before_dcl_commit',
  'after_dcl_publish',
  'before_write_is_sent',
  'after_write_is_marked',
  'after_write_is_sent',
  'after_write_is_read_back',
] as const;
export type Failpoint = (typeof failpoints)[number];

const effects = ['kill', 'pause', 'error'];
const everyInstant = 'every';

interface Armed {
  readonly name: string;
  readonly effect: string;
  readonly nth: number;
  /** One cell, shared by all threads. */
  readonly hits: Int32Array;
}

const environmentKey = 'autonomos failpoint';

let armed = isMainThread ? undefined : (getEnvironmentData(environmentKey) as Armed | undefined);

/** Arms the failpoint of the configuration, also for threads that start later; production refuses the variable before this is called. */
export const armFailpoint = (text: string | undefined): void => {
  if (text === undefined) return;
  const [name = '', effect = '', nth = '1'] = text.split(':');
  if (![...failpoints, everyInstant].includes(name) || !effects.includes(effect)) {
    throw new Error(
      `AUTONOMOS_FAILPOINT: ${text} is not name:kill|pause|error:nth with a name of ${failpoints.join(', ')}`,
    );
  }
  armed = { name, effect, nth: Number(nth), hits: new Int32Array(new SharedArrayBuffer(4)) };
  setEnvironmentData(environmentKey, armed);
};

/** Marks an instant; costs one comparison when nothing is armed. */
export const failpoint = (name: Failpoint): void => {
  if (armed === undefined || (armed.name !== name && armed.name !== everyInstant)) return;
  if (armed.name === name && Atomics.add(armed.hits, 0, 1) + 1 !== armed.nth) return;
  writeSync(2, `failpoint hit: ${name}\n`);
  if (armed.effect === 'error') throw new Error(`failpoint ${name}`);
  process.kill(process.pid, armed.effect === 'kill' ? 'SIGKILL' : 'SIGSTOP');
};
