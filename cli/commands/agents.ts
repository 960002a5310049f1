import type { Command } from 'commander';
import { z } from 'zod';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { watchTask } from '../watch-task.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';

const accepted = z.object({ task_id: z.string(), kind: z.string(), existing: z.boolean() });
const agentRow = z
  .object({
    agent: z.string(),
    title: z.string(),
    autonomy: z.string(),
    last_run: z
      .object({
        generation: z.number(),
        as_of: z.string().nullable(),
        insights: z.number().nullable(),
        proposals: z.number().nullable(),
      })
      .catchall(z.json())
      .nullable(),
  })
  .catchall(z.json());
const insightRow = z
  .object({
    insight_id: z.string(),
    agent: z.string(),
    kind: z.string(),
    severity: z.string(),
    title: z.string(),
  })
  .catchall(z.json());
const insightDetail = insightRow
  .extend({
    summary: z.string(),
    as_of: z.string(),
    citations: z.array(z.object({ entity: z.string(), id: z.string() })),
    evidence: z.array(z.object({ name: z.string(), sql: z.string() })),
    writeback_ids: z.array(z.string()),
  })
  .catchall(z.json());

/** `autonomos agents list|run|autonomy|insights|show`. */
export const registerAgents = (program: Command): void => {
  const group = groupCommand(
    program,
    'agents',
    'what agents found in the golden records, and how free they are',
  );
  registerAgentsThemselves(group);
  registerInsights(group);
};

const registerAgentsThemselves = (group: Command): void => {
  group
    .command('list')
    .description('the agents and their newest runs')
    .action(async (_options: unknown, command: Command) => {
      const { data } = await connect().call(z.object({ data: z.array(agentRow) }), 'GET', '/agents');
      const cells = data.map(({ agent, title, autonomy, last_run: run }) => [
        agent,
        title,
        autonomy,
        run?.generation ?? null,
        run?.as_of ?? null,
        run?.insights ?? null,
        run?.proposals ?? null,
      ]);
      const head = ['agent', 'title', 'autonomy', 'generation', 'as of', 'insights', 'proposals'];
      terminalOf(command).result(tableText(head, cells), data);
    });
  group
    .command('run')
    .description('let an agent look at the golden records')
    .argument('<agent>', 'revops or finops')
    .option('--generation <number>', 'of these golden records; left out: the current ones', wholeNumber)
    .option('--wait', 'until it has ended; exit code 7 when it failed')
    .action(
      async (
        agent: string,
        options: { readonly generation?: number; readonly wait?: boolean },
        command: Command,
      ) => {
        const api = connect();
        const terminal = terminalOf(command);
        const body = options.generation === undefined ? {} : { generation: options.generation };
        const task = await api.call(accepted, 'POST', `/agents/${encodeURIComponent(agent)}/run`, body);
        if (options.wait === true) await watchTask(api, task.task_id, terminal);
        else terminal.result(`${agent} will look: task ${task.task_id}`, task);
      },
    );
  group
    .command('autonomy')
    .description('say what an agent may do by itself')
    .argument('<agent>', 'revops or finops')
    .argument('<mode>', 'observe, suggest or act')
    .action(async (agent: string, mode: string, _options: unknown, command: Command) => {
      const path = `/agents/${encodeURIComponent(agent)}/autonomy`;
      const changed = await connect().call(agentRow, 'PUT', path, { autonomy: mode });
      terminalOf(command).result(`${changed.agent}: ${changed.autonomy}`, changed);
    });
};

interface InsightOptions {
  readonly agent?: string;
  readonly kind?: string;
}

const registerInsights = (group: Command): void => {
  group
    .command('insights')
    .description('what the newest runs found')
    .option('--agent <agent>', 'revops or finops')
    .option('--kind <kind>', 'such as forecast, stuck_deal, cost_anomaly')
    .action(async (options: InsightOptions, command: Command) => {
      const query = new URLSearchParams(Object.entries({ ...options }));
      const rows = await connect().list(insightRow, `/insights?${query.toString()}`);
      const cells = rows.map((row) => [row.insight_id, row.agent, row.severity, row.kind, row.title]);
      terminalOf(command).result(tableText(['insight', 'agent', 'severity', 'kind', 'found'], cells), rows);
    });
  group
    .command('show')
    .description('an insight with the records and statements that it rests on')
    .argument('<insight>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const insight = await connect().call(insightDetail, 'GET', `/insights/${encodeURIComponent(id)}`);
      const lines = [
        `${insight.title}  [${insight.severity}, ${insight.kind}, as of ${insight.as_of}]`,
        insight.summary,
        `records: ${insight.citations.map(({ entity, id: cited }) => `${entity} ${cited}`).join(', ')}`,
        ...insight.writeback_ids.map((writeback) => `write-back: ${writeback}`),
        ...insight.evidence.map(({ name, sql }) => `\n-- ${name}\n${sql};`),
      ];
      terminalOf(command).result(lines.join('\n'), insight);
    });
};
