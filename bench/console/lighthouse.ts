import { z } from 'zod';
import { runProgram } from '../../platform/servers/run-program.ts';

/** Fetched by npx for this bench alone: with what it needs it is heavier than all that the console itself is built with. */
const lighthouse = 'lighthouse@13.5.0';
const withinMs = 180_000;
/** The network of a page with a live stream is never quiet, and Lighthouse would wait three times as long for it. */
const loadedWithinMs = 15_000;

const audit = z.object({ numericValue: z.number() });
const report = z.object({
  environment: z.object({ benchmarkIndex: z.number() }),
  categories: z.object({
    performance: z.object({ score: z.number() }),
    accessibility: z.object({ score: z.number() }),
  }),
  audits: z.object({
    'largest-contentful-paint': audit,
    'total-blocking-time': audit,
    'cumulative-layout-shift': audit,
  }),
});

/** Milliseconds; CLS as such, scores of 100. */
export interface LighthouseFigures {
  readonly lcp: number;
  readonly tbt: number;
  readonly cls: number;
  readonly performance: number;
  readonly accessibility: number;
  /** How fast the processor was: of a phone of the middle class about 150, of a fast desktop 1,500 to 2,000. */
  readonly benchmarkIndex: number;
}

/**
 * One load of a page by Lighthouse with its own settings (mobile device, slow 4G and a processor `slowdown` times slower, both
 * simulated), in the browser that listens at this port, with whatever session that has. The cache is emptied before, cookies and local
 * storage are not.
 */
export const runLighthouse = async (
  url: string,
  port: number,
  slowdown: number,
): Promise<LighthouseFigures> => {
  const output = await runProgram({
    program: 'npx',
    arguments: [
      '--yes',
      lighthouse,
      url,
      `--port=${port}`,
      '--output=json',
      '--quiet',
      `--throttling.cpuSlowdownMultiplier=${slowdown}`,
      `--max-wait-for-load=${loadedWithinMs}`,
      '--no-enable-error-reporting',
      '--only-categories=performance,accessibility',
    ],
    environment: process.env,
    timeoutMs: withinMs,
  });
  const { categories, audits, environment } = report.parse(JSON.parse(output));
  return {
    lcp: audits['largest-contentful-paint'].numericValue,
    tbt: audits['total-blocking-time'].numericValue,
    cls: audits['cumulative-layout-shift'].numericValue,
    performance: categories.performance.score * 100,
    accessibility: categories.accessibility.score * 100,
    benchmarkIndex: environment.benchmarkIndex,
  };
};

/**
 * How many times slower a processor of this index must be made to be like that of Lighthouse's phone; its default of 4 holds for an
 * index of about 1,500. Its documentation (docs/throttling.md) asks to calibrate by this index; the lines are those of the Lighthouse
 * CPU throttling calculator that it names.
 */
export const slowdownFor = (benchmarkIndex: number): number => {
  if (benchmarkIndex >= 1_300) return 3 + (benchmarkIndex - 1_300) / 233;
  if (benchmarkIndex >= 800) return 2 + (benchmarkIndex - 800) / 500;
  return Math.max(1, 1 + (benchmarkIndex - 150) / 650);
};
