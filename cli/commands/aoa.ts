import type { Command } from 'commander';
import { z } from 'zod';
import { connect } from '../sign-in.ts';
import { terminalOf } from '../terminal.ts';
import { watchTask } from '../watch-task.ts';
import { groupCommand } from './group-command.ts';

const accepted = z.object({ task_id: z.string(), existing: z.boolean() }).catchall(z.json());
const state = z
  .object({
    running: z.object({ task_id: z.string() }).catchall(z.json()).nullable(),
    jobs: z.array(z.object({ kind: z.string(), state: z.string() }).catchall(z.json())),
    generation: z.object({ generation: z.number(), events_since: z.number() }).catchall(z.json()).nullable(),
    agents: z.array(z.object({ agent: z.string(), insights: z.number().nullable() }).catchall(z.json())),
    writebacks: z.record(z.string(), z.number()),
  })
  .catchall(z.json());

const described = ({ running, jobs, generation, agents, writebacks }: z.infer<typeof state>): string =>
  [
    running === null ? 'no whole run is going on' : `a whole run is going on: task ${running.task_id}`,
    `jobs: ${jobs.length === 0 ? 'none' : jobs.map((job) => `${job.kind} ${job.state}`).join(', ')}`,
    generation === null
      ? 'no golden records yet'
      : `golden records: generation ${generation.generation}, ${generation.events_since} events behind`,
    ...agents.map(({ agent, insights }) => `${agent}: ${insights ?? 0} insights`),
    `write-backs: ${
      Object.entries(writebacks)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ') || 'none'
    }`,
  ].join('\n');

/** `autonomos aoa run|state`. */
export const registerAoa = (program: Command): void => {
  const group = groupCommand(
    program,
    'aoa',
    'the whole way: read every source, connect, let the agents look',
  );
  group
    .command('run')
    .description('do it now')
    .option('--wait', 'until it has ended; exit code 7 when a part of it failed')
    .action(async (options: { readonly wait?: boolean }, command: Command) => {
      const api = connect();
      const terminal = terminalOf(command);
      const task = await api.call(accepted, 'POST', '/aoa/run');
      if (options.wait === true) await watchTask(api, task.task_id, terminal);
      else
        terminal.result(
          `${task.existing ? 'It is going on already' : 'It begins'}: task ${task.task_id}`,
          task,
        );
    });
  group
    .command('state')
    .description('what is going on')
    .action(async (_options: unknown, command: Command) => {
      const now = await connect().call(state, 'GET', '/aoa/state');
      terminalOf(command).result(described(now), now);
    });
};
