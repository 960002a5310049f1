import type { Command } from 'commander';
import { z } from 'zod';
import { findConnection } from '../find-connection.ts';
import { connect } from '../sign-in.ts';
import { terminalOf } from '../terminal.ts';
import { watchTask } from '../watch-task.ts';

const accepted = z.object({ task_id: z.string(), kind: z.string(), existing: z.boolean() });

/** `autonomos ingest CONNECTION`. */
export const registerIngest = (program: Command): void => {
  program
    .command('ingest')
    .description('read a connection into the canonical stream')
    .argument('<connection>', 'slug or id')
    .option('--wait', 'until it has ended; exit code 7 when it failed')
    .action(async (named: string, options: { readonly wait?: boolean }, command: Command) => {
      const api = connect();
      const terminal = terminalOf(command);
      const { connection_id, slug } = await findConnection(api, named);
      const task = await api.call(accepted, 'POST', `/connections/${connection_id}/ingest`);
      if (options.wait === true) await watchTask(api, task.task_id, terminal);
      else
        terminal.result(
          `${slug} ${task.existing ? 'is being ingested already' : 'will be ingested'}: task ${task.task_id}`,
          task,
        );
    });
};
