import { stopAllServers } from '../platform/servers/spawn-server.ts';
import { exitCodes } from './exit-code.ts';

/** One Ctrl-C may come twice: from the terminal, and passed on by the process that started us. */
const sameCtrlCMs = 1_000;

class Interruption extends Error {}

/** Settles when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });

/** The result of a step that takes long; throws instead when the signal is aborted first. */
export const orInterrupted = async <T>(step: Promise<T>, signal: AbortSignal): Promise<T> => {
  step.catch(() => undefined);
  return await Promise.race([
    step,
    aborted(signal).then((): never => {
      throw new Interruption();
    }),
  ]);
};

/**
 * Runs `work` and answers its exit code. On Ctrl-C, SIGTERM or a closed terminal the signal that it was given is aborted; once
 * it has returned or thrown, what still runs is stopped and the process ends with 130. It has a minute for that, and a
 * second Ctrl-C ends its patience.
 */
export const untilInterrupted = async (
  work: (interruption: AbortSignal) => Promise<number>,
): Promise<number> => {
  const abort = new AbortController();
  const leave = async (): Promise<never> => {
    await stopAllServers();
    process.exit(exitCodes.interrupted);
  };
  let interruptedAt = 0;
  const interrupt = (): void => {
    if (!abort.signal.aborted) {
      interruptedAt = performance.now();
      abort.abort();
      setTimeout(() => void leave(), 60_000).unref();
    } else if (performance.now() - interruptedAt > sameCtrlCMs) void leave();
  };
  // Children and signal handlers do not keep a process alive.
  const awake = setInterval(() => undefined, 60_000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  try {
    const code = await work(abort.signal);
    return abort.signal.aborted ? await leave() : code;
  } catch (error) {
    if (abort.signal.aborted) await leave();
    throw error;
  } finally {
    clearInterval(awake);
  }
};
