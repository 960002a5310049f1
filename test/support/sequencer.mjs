import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Seconds that suites take, about, by the beginning of their path; the first that fits. Others take none. */
const seconds = [
  ['test/full/', 300],
  ['test/journeys/console.test.ts', 200],
  ['test/service/repair/survives-kill.test.ts', 120],
  ['test/journeys/', 90],
  ['test/chaos/', 80],
  ['test/service/repair/', 70],
  ['test/service/agents/', 60],
  ['test/workflows/', 50],
  ['test/service/', 30],
];

/**
 * Begins with the suites that take longest, also in a fresh clone, where Jest has no times of an earlier run and would go by
 * the size of files: a long suite that comes last leaves all processors but one without work.
 */
export default class LongestFirst extends Sequencer {
  time(test) {
    const path = relative(test.context.config.rootDir, test.path).replaceAll('\\', '/');
    const [, guess = 0] = seconds.find(([beginning]) => path.startsWith(beginning)) ?? [];
    return super.time(test) ?? guess * 1_000;
  }
}
