import { z } from 'zod';
import { runProgram } from '../../platform/servers/run-program.ts';

/** Fetched by npx for this bench alone: with what it needs it is heavier than all that the console itself is built with. */
const lighthouse = 'lighthouse@13.5.0';
const withinMs = 180_000;
/** The network of a page with a live stream is never quiet, and Lighthouse would wait three times as long for it. */
const loadedWithinMs = 15_000;

const audit = z.object({ numericValue: z.number() });
const report = z.object({
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
}

/**
 * One load of a page by Lighthouse with its own settings (mobile device, slow 4G and a slower processor, both simulated), in the browser
 * that listens at this port, with whatever session that has. The cache is emptied before, cookies and local storage are not.
 */
export const runLighthouse = async (url: string, port: number): Promise<LighthouseFigures> => {
  const output = await runProgram({
    program: 'npx',
    arguments: [
      '--yes',
      lighthouse,
      url,
      `--port=${port}`,
      '--output=json',
      '--quiet',
      `--max-wait-for-load=${loadedWithinMs}`,
      '--no-enable-error-reporting',
      '--only-categories=performance,accessibility',
    ],
    environment: process.env,
    timeoutMs: withinMs,
  });
  const { categories, audits } = report.parse(JSON.parse(output));
  return {
    lcp: audits['largest-contentful-paint'].numericValue,
    tbt: audits['total-blocking-time'].numericValue,
    cls: audits['cumulative-layout-shift'].numericValue,
    performance: categories.performance.score * 100,
    accessibility: categories.accessibility.score * 100,
  };
};
