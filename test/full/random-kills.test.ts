import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { chance as createChance } from '../../bench/eval/chance.ts';
import { until } from '../support/test-platform.ts';
import { Installation, rows, victims } from './installation.ts';

/** Rounds that count; AUTONOMOS_TEST_ROUNDS says how many. */
const rounds = Number(process.env['AUTONOMOS_TEST_ROUNDS'] ?? '10');
/** The same seed, the same victims and the same waits. */
const seed = Number(process.env['AUTONOMOS_TEST_SEED'] ?? randomInt(2 ** 31));

test(
  `${rounds} rounds with a random victim at a random moment (AUTONOMOS_TEST_SEED=${seed})`,
  async () => {
    const chance = createChance(seed);
    const installation = await Installation.start();
    const died: string[] = [];
    let tried = 0;
    const begun = async (): Promise<string> => {
      const task = await installation.ingest();
      await until('a batch is committed', async () => (await installation.rowsCommitted(task)) > 0);
      return task;
    };
    try {
      const undisturbed = await begun();
      const from = performance.now();
      await installation.platform.ended(undisturbed);
      const span = performance.now() - from;
      await installation.expectExact(undisturbed);
      while (died.length < rounds) {
        tried += 1;
        // A moment that comes too late tells nothing; should most come too late, neither would the suite.
        expect(tried).toBeLessThanOrEqual(rounds * 3);
        const task = await begun();
        await sleep(chance() * span);
        await installation.freeze();
        const committed = await installation.rowsCommitted(task);
        if (committed < rows) {
          expect(committed).toBeGreaterThan(0);
          const victim = victims[Math.floor(chance() * victims.length)] ?? 'worker';
          await installation.kill(victim);
          died.push(`${victim} at ${committed}`);
        } else installation.thaw();
        await installation.expectExact(task);
      }
      console.info(`${died.join(', ')}: ${JSON.stringify({ rows, tried, ...installation.totals })}`);
    } finally {
      await installation.stop();
    }
  },
  60 * 60_000,
);
