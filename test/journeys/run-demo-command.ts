import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { ledgerLine } from '../../cli/ledger-line.ts';

const shim = join(import.meta.dirname, '..', '..', 'cli', 'autonomos.mjs');

const answer = z.object({
  summary: z.object({
    events: z.number(),
    sources: z.array(
      z.object({
        slug: z.string(),
        state: z.string(),
        events: z.number(),
        held: z.number(),
        failures: z.array(z.unknown()),
        unmapped: z.array(z.object({ object: z.string(), rows: z.number().nullable() })),
        ledgers: z.array(ledgerLine),
      }),
    ),
  }),
  notes: z.array(z.string()),
  golden: z.object({
    generation: z.number(),
    overlaps: z
      .object({ known: z.number(), found: z.number(), wrong: z.number(), mixed: z.array(z.string()) })
      .nullable(),
    failures: z.array(z.string()),
  }),
  agents: z.object({
    runs: z.array(
      z.object({
        agent: z.string(),
        insights: z.number().nullable(),
        forecast: z.array(z.object({ error: z.string(), naive_error: z.string() })),
      }),
    ),
    written: z
      .object({ writeback_id: z.string(), state: z.string(), read_again: z.number().nullable() })
      .nullable(),
    failures: z.array(z.string()),
  }),
});

export interface DemoEnd {
  readonly code: number | null;
  readonly answer: z.infer<typeof answer>;
  /** What a person saw on the way. */
  readonly progress: string;
}

/** Runs `autonomos --json demo …` as a process of its own and reads what it answered; throws what it said if it answered none. */
export const runDemoCommand = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<DemoEnd> => {
  const child = spawn(process.execPath, [shim, '--json', 'demo', ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let progress = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    progress += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const parsed = answer.safeParse(output === '' ? null : JSON.parse(output));
  if (!parsed.success)
    throw new Error(`the demo ended with ${code ?? 'a signal'}, no summary, and:\n${output}${progress}`);
  return { code, answer: parsed.data, progress };
};

/** `slug object entity` → rows read, events, quarantined, filtered. */
export const countsOf = ({ answer: { summary } }: DemoEnd): Record<string, readonly number[]> =>
  Object.fromEntries(
    summary.sources.flatMap(({ slug, ledgers }) =>
      ledgers.map(({ stream, entity, read, changed, quarantined, filtered }) => [
        `${slug} ${stream} ${entity}`,
        [read, changed, quarantined, filtered],
      ]),
    ),
  );

/** `slug object` → rows, of what no mapping reads. */
export const unmappedOf = ({ answer: { summary } }: DemoEnd): Record<string, number | null> =>
  Object.fromEntries(
    summary.sources.flatMap(({ slug, unmapped }) =>
      unmapped.map(({ object, rows }) => [`${slug} ${object}`, rows]),
    ),
  );
