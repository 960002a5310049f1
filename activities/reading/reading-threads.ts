import { Worker } from 'node:worker_threads';

/** Memory of a reading thread's heap, in MB: a portion of rows and the key ledger of millions of them. */
const heap = { maxOldGenerationSizeMb: 256 };
const mostIdle = 2;
const idleMs = 60_000;

interface Idle {
  readonly thread: Worker;
  readonly timer: NodeJS.Timeout;
}

const idle: Idle[] = [];

/** By name: a Worker listens to itself for its own working. */
const forget = (thread: Worker): void => {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
};

/** A thread that serves reads: one that has ended its last read in good order and whose code is compiled, or a new one. */
export const takeThread = (): Worker => {
  const waiting = idle.pop();
  if (waiting === undefined)
    return new Worker(new URL('./read-thread.ts', import.meta.url), { resourceLimits: heap });
  clearTimeout(waiting.timer);
  forget(waiting.thread);
  waiting.thread.ref();
  return waiting.thread;
};

/** Takes back a thread whose read has ended in good order; it waits a minute for the next one and keeps no process alive. */
export const returnThread = (thread: Worker): void => {
  forget(thread);
  if (idle.length >= mostIdle) {
    void thread.terminate();
    return;
  }
  const end = (): void => {
    const at = idle.findIndex((waiting) => waiting.thread === thread);
    if (at < 0) return;
    clearTimeout(idle[at]?.timer);
    idle.splice(at, 1);
    void thread.terminate();
  };
  const timer = setTimeout(end, idleMs);
  timer.unref();
  thread.on('error', end);
  thread.on('exit', end);
  thread.unref();
  idle.push({ thread, timer });
};
