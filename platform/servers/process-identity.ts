import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process, safe against its number being given to another one later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system. */
  readonly started: string;
}

/** What runs under `pid` now, or null. A process that has ended but was not waited for yet does not run. */
export const identify = (pid: number): ProcessIdentity | null => {
  if (!Number.isSafeInteger(pid) || pid < 1) return null;
  const started = process.platform === 'linux' ? startOnLinux(pid) : startElsewhere(pid);
  return started === null ? null : { pid, started };
};

/** True while that very process runs. */
export const isRunning = (known: ProcessIdentity): boolean => identify(known.pid)?.started === known.started;

/**
 * proc(5): after the name in parentheses come the state (field 3), the number of threads (20) and the start in clock ticks
 * since boot (22). A killed process is a zombie while its last threads still hold its ports: then it counts as running.
 */
const startOnLinux = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ended = fields[0] === 'X' || (fields[0] === 'Z' && Number(fields[17]) <= 1);
    return ended ? null : `${bootId()} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
};

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return '';
  }
};

const startElsewhere = (pid: number): string | null => {
  try {
    const answer = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { timeout: 5_000 })
      .toString()
      .trim();
    return answer === '' || answer.startsWith('Z') ? null : answer.slice(answer.indexOf(' ') + 1);
  } catch {
    return null;
  }
};
