import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What a process is asked about here is found in /proc, so on Linux alone; elsewhere the numbers are NaN. */

/** Clock ticks a second that /proc/PID/stat counts in: fixed for user space on every Linux architecture that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** CPU seconds, user and system. */
  readonly own: number;
  /** The same of children that have ended and were waited for. */
  readonly ended: number;
}

/** proc(5): after the name in parentheses come state, parent (field 4) and the times (14 to 17). */
const statOf = (pid: number): Stat | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return {
      parent: fields[1] ?? 0,
      own: (user + system) / ticksPerSecond,
      ended: (endedUser + endedSystem) / ticksPerSecond,
    };
  } catch {
    return null;
  }
};

/** CPU seconds that a process has used, all its threads together. */
export const cpuSeconds = (pid: number): number => statOf(pid)?.own ?? Number.NaN;

/** CPU seconds of a process, its living children and those that have ended: PostgreSQL with its backends. */
export const familyCpuSeconds = (pid: number | null): number => {
  const parent = pid === null ? null : statOf(pid);
  if (parent === null) return Number.NaN;
  let sum = parent.own + parent.ended;
  for (const entry of readdirSync('/proc')) {
    const child = /^\d+$/.test(entry) ? statOf(Number(entry)) : null;
    if (child?.parent === pid) sum += child.own;
  }
  return sum;
};

/** A process under this one, however deep, whose command line names `word`; null where there is none. */
export const processUnder = (pid: number, word: string): number | null => {
  const isUnder = (child: number): boolean => {
    const parent = statOf(child)?.parent ?? 0;
    return parent === pid || (parent > 1 && isUnder(parent));
  };
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry) && commandOf(entry).includes(word) && isUnder(Number(entry)))
      return Number(entry);
  }
  return null;
};

const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
};

/** Largest resident size since the last `forgetPeak`, in MB. */
export const peakMegabytes = (pid: number): number => {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return (Number(found?.[1] ?? Number.NaN) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
};

/** Begins a new peak (proc(5), clear_refs 5). */
export const forgetPeak = (pid: number): void => {
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5');
};
