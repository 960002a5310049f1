import { writeSync } from 'node:fs';

/**
 * Named instants at which a test kills, pauses or fails the process: AUTONOMOS_FAILPOINT=name:kill|pause|error:nth.
 * The hit is written to stderr before it takes effect, so that a test can prove that the instant was reached.
 */
export const failpoints = [
  'before_read',
  'after_read',
  'after_map',
  'mid_insert',
  'before_commit',
  'after_commit_before_ack',
  'after_ack',
  'before_continue_as_new',
  'after_effect_before_response',
] as const;
export type Failpoint = (typeof failpoints)[number];

interface Armed {
  readonly name: string;
  readonly effect: string;
  remaining: number;
}

let armed: Armed | undefined;

/** Arms the failpoint of the configuration; production refuses the variable before this is called. */
export const armFailpoint = (text: string | undefined): void => {
  if (text === undefined) return;
  const [name = '', effect = '', nth = '1'] = text.split(':');
  if (!failpoints.some((known) => known === name) || !['kill', 'pause', 'error'].includes(effect)) {
    throw new Error(
      `AUTONOMOS_FAILPOINT: ${text} is not name:kill|pause|error:nth with a name of ${failpoints.join(', ')}`,
    );
  }
  armed = { name, effect, remaining: Number(nth) };
};

/** Marks an instant; costs one comparison when nothing is armed. */
export const failpoint = (name: Failpoint): void => {
  if (armed === undefined || armed.name !== name) return;
  armed.remaining -= 1;
  if (armed.remaining !== 0) return;
  writeSync(2, `failpoint hit: ${name}\n`);
  if (armed.effect === 'error') throw new Error(`failpoint ${name}`);
  process.kill(process.pid, armed.effect === 'kill' ? 'SIGKILL' : 'SIGSTOP');
};
