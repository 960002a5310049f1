import { installation } from '../installation.ts';
import { readRunning } from '../running-file.ts';
import { causeOf, fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

/** Whether the platform runs from this checkout, and is ready. */
export const checkRunning = async (): Promise<Check> => {
  const running = readRunning(installation.runningFile);
  if (running === null) return ok('platform', 'not running here');
  const url = running.environment['PUBLIC_URL'] ?? '';
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok
      ? ok('platform', `runs at ${url} (process ${running.owner.pid})`)
      : warn('platform', `runs at ${url} but is not ready: HTTP ${answer.status}`, `curl ${url}/readyz`);
  } catch (error) {
    return fail('platform', `${url} does not answer: ${causeOf(error)}`, `kill ${running.owner.pid}`);
  }
};
