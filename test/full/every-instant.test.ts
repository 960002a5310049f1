import { setTimeout as sleep } from 'node:timers/promises';
import { Installation, instants, rows, victims } from './installation.ts';
import type { Victim } from './installation.ts';

/**
 * Every victim at every instant of an ingest, at the first, second and last time that the instant comes. The worker stands
 * still at each instant; the test decides whether the victim dies there. The last time is known by counting an ingest in
 * which nobody dies, and is met only in an ingest that ran undisturbed until then.
 */
type Which = 'first' | 'second' | 'last';
type Counts = Record<string, number>;

/** Temporal waits longer after each failed attempt at an activity: after so many kills an ingest is left to end. */
const killsPerIngest = 4;

/** What is to be met. An instant that comes once has a second time only where the victim takes the attempt along. */
const cellsOf = (total: Counts, outlived: boolean): Set<string> =>
  new Set(
    instants.flatMap((instant) => [
      `${instant} first`,
      ...(outlived && total[instant] === 1 ? [] : [`${instant} second`]),
      `${instant} last`,
    ]),
  );

const whichOf = (hit: number, last: number | undefined, undisturbed: boolean): Which[] => [
  ...(hit === 1 ? (['first'] as const) : []),
  ...(hit === 2 ? (['second'] as const) : []),
  ...(hit === last && undisturbed ? (['last'] as const) : []),
];

/** Runs one ingest to its end; `decide` is told each instant and how often it has come, and says whether the victim dies. */
const runIngest = async (
  installation: Installation,
  victim: Victim,
  decide: (instant: string, hit: number) => boolean,
): Promise<Counts> => {
  const counts: Counts = {};
  let watched = installation.worker;
  let handled = hitsIn(watched.log()).length;
  const task = await installation.ingest();
  while (!(await installation.hasEnded(task))) {
    if (!installation.isFrozen()) {
      await sleep(20);
      continue;
    }
    const hits = hitsIn(watched.log()).slice(handled);
    handled += hits.length;
    let dies = false;
    for (const instant of hits) {
      counts[instant] = (counts[instant] ?? 0) + 1;
      dies = decide(instant, counts[instant]) || dies;
    }
    if (dies) await installation.kill(victim);
    else installation.thaw();
    if (watched !== installation.worker) {
      watched = installation.worker;
      handled = 0;
    }
  }
  await installation.expectExact(task);
  return counts;
};

/** Other instants are not those of a batch; the worker is let go on from them. */
const hitsIn = (log: string): string[] =>
  [...log.matchAll(/^failpoint hit: (\w+)$/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => instants.some((instant) => instant === name));

test.each(victims)(
  '%s is killed at every instant, the first, second and last time',
  async (victim) => {
    const installation = await Installation.start({ AUTONOMOS_FAILPOINT: 'every:pause' });
    try {
      const total = await runIngest(installation, victim, () => false);
      expect(Object.keys(total).sort()).toEqual([...instants].sort());
      // The worker's attempt outlives them, as a rule: nothing comes anew, and nothing has to be waited for.
      const outlived = victim !== 'worker' && victim !== 'postgres';
      const left = cellsOf(total, outlived);
      // An ingest per cell at most: each must find one that is left.
      for (let ingest = 0; left.size > 0 && ingest < instants.length * 3; ingest += 1) {
        let kills = 0;
        const lasts: string[] = [];
        const counts = await runIngest(installation, victim, (instant, hit) => {
          if (kills === killsPerIngest && !outlived) return false;
          const met = whichOf(hit, total[instant], kills === 0 || outlived).filter((which) =>
            left.delete(`${instant} ${which}`),
          );
          if (met.includes('last')) lasts.push(instant);
          kills += Math.min(met.length, 1);
          return met.length > 0;
        });
        // It was not the last time after all when the attempt had to be made again.
        if (outlived)
          for (const instant of lasts) if (counts[instant] !== total[instant]) left.add(`${instant} last`);
      }
      expect([...left]).toEqual([]);
      console.info(`${victim}: ${JSON.stringify({ rows, ...installation.totals })}`);
    } finally {
      await installation.stop();
    }
  },
  45 * 60_000,
);
