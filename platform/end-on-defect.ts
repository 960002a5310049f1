import type { Logger } from './logger.ts';

/**
 * A failure that nobody waits for is a defect: what the process holds in memory can no longer be trusted. It is logged (by
 * allowlist, as everything is), and the process ends as on SIGTERM, so that what runs is brought to its end and whoever
 * supervises it starts a new one; its exit code is 1. Other listeners, as the console's server has them, do not keep it alive.
 */
export const endOnDefect = (logger: Logger): void => {
  let ending = false;
  const end = (what: string) => (error: unknown) => {
    logger.fatal({ error }, what);
    // A second signal could cut short the end that the first one has begun.
    if (ending) return;
    ending = true;
    process.exitCode = 1;
    // Nothing has begun yet that would have to be ended.
    if (process.listenerCount('SIGTERM') === 0) process.exit();
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('unhandledRejection', end('unhandled rejection'));
  process.on('uncaughtException', end('uncaught exception'));
};
