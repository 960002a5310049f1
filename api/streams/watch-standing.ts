import type { Caller } from '../gateway/access-tokens.ts';
import { lifetimeSeconds } from '../gateway/access-tokens.ts';
import type { Standings } from '../gateway/standing.ts';

const everyMs = 15_000;

/**
 * Calls `end` once when a stream has lived as long as an access token, or its user may no longer be here. A database that
 * does not answer ends nobody. Answers how to stop watching.
 */
export const watchStanding = (standings: Standings, caller: Caller, end: () => void): (() => void) => {
  const check = (): void => {
    standings.of(caller).then(
      (standing) => {
        if (standing === undefined) end();
      },
      () => undefined,
    );
  };
  const checks = setInterval(check, everyMs);
  const life = setTimeout(end, lifetimeSeconds * 1000);
  return () => {
    clearInterval(checks);
    clearTimeout(life);
  };
};
