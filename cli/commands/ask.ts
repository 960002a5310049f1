import type { Command } from 'commander';
import { z } from 'zod';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]).catch(null);
const reply = z.looseObject({
  outcome: z.string(),
  sentence: z.string(),
  notes: z.array(z.string()),
  persona: z.string(),
  persona_reasons: z.array(z.string()),
  table: z
    .object({ columns: z.array(z.object({ label: z.string() })), rows: z.array(z.array(cell)) })
    .nullable(),
  query: z.object({ sql: z.string(), parameters: z.array(z.union([z.string(), z.number()])) }).nullable(),
  freshness: z.object({ generation: z.number(), published_at: z.string() }).nullable(),
  suggestions: z.array(z.object({ example: z.string() })),
});
type Reply = z.output<typeof reply>;

interface Options {
  readonly persona?: string;
  readonly today?: string;
  readonly sql?: boolean;
}

/** `autonomos ask QUESTION`. */
export const registerAsk = (program: Command): void => {
  program
    .command('ask')
    .description('ask a question of the unified views (docs/ask.md has the forms)')
    .argument('<question...>', 'in words; names in quotation marks')
    .option('--persona <persona>', 'CTO, CRO, COO or CFO, instead of the one that it is routed to')
    .option('--today <day>', 'YYYY-MM-DD: the day that “this month” is seen from')
    .option('--sql', 'the query, too')
    .action(async (words: readonly string[], options: Options, command: Command) => {
      const answer = await connect().call(reply, 'POST', '/nlp/query', {
        question: words.join(' '),
        ...(options.persona === undefined ? {} : { persona: options.persona.toUpperCase() }),
        ...(options.today === undefined ? {} : { today: options.today }),
      });
      terminalOf(command).result(describe(answer, options.sql === true), z.json().parse(answer));
    });
};

const describe = (answer: Reply, withSql: boolean): string => {
  const { table, query, freshness, persona, persona_reasons: reasons } = answer;
  return [
    answer.sentence,
    ...answer.notes,
    ...(table === null
      ? []
      : [
          tableText(
            table.columns.map(({ label }) => label),
            table.rows.map((row) => row.map((value) => (typeof value === 'boolean' ? String(value) : value))),
          ),
        ]),
    ...(answer.outcome === 'unknown'
      ? ['You can ask, for example:', ...answer.suggestions.map(({ example }) => `  ${example}`)]
      : []),
    ...(withSql && query !== null
      ? [query.sql, ...query.parameters.map((value, at) => `$${at + 1} = ${value}`)]
      : []),
    ...(freshness === null
      ? []
      : [
          `Generation ${freshness.generation}, published ${freshness.published_at}; for the ${persona}: ${reasons[0] ?? ''}`,
        ]),
  ].join('\n');
};
