import type { Command } from 'commander';
import { z } from 'zod';
import { findConnection } from '../find-connection.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { watchTask } from '../watch-task.ts';

const accepted = z.object({ task_id: z.string(), existing: z.boolean() }).catchall(z.json());

const objectRow = z
  .object({
    object: z.string(),
    state: z.string(),
    reason: z.string().nullable(),
    mapped_to: z.array(z.string()),
    last_read_at: z.string().nullable(),
    last_read: z.object({ rows: z.number(), events: z.number() }).nullable(),
    waiting: z.object({ quarantined: z.number(), parked: z.number() }),
  })
  .catchall(z.json());

/** `autonomos connections objects|resync`. */
export const registerObjects = (group: Command): void => {
  group
    .command('objects')
    .description('how each object of a connection stands')
    .argument('<connection>', 'slug or id')
    .action(async (named: string, _options: unknown, command: Command) => {
      const api = connect();
      const { connection_id } = await findConnection(api, named);
      const rows = await api.list(objectRow, `/connections/${connection_id}/objects`);
      const cells = rows.map((row) => [
        row.object,
        row.state,
        row.mapped_to.join(', '),
        row.last_read_at,
        row.last_read?.rows ?? null,
        row.last_read?.events ?? null,
        row.waiting.quarantined + row.waiting.parked,
        row.reason,
      ]);
      const heads = ['object', 'state', 'mapped to', 'last read', 'rows', 'events', 'waiting', 'reason'];
      terminalOf(command).result(tableText(heads, cells), rows);
    });
  group
    .command('resync')
    .description('read one object from the beginning; what is unchanged gives no event')
    .argument('<connection>', 'slug or id')
    .requiredOption('--object <name>', "the object's name in the source")
    .option('--wait', 'until the task has ended; exit code 7 when it failed')
    .action(
      async (
        named: string,
        options: { readonly object: string; readonly wait?: boolean },
        command: Command,
      ) => {
        const api = connect();
        const terminal = terminalOf(command);
        const { connection_id } = await findConnection(api, named);
        const { object } = options;
        const path = `/connections/${connection_id}/objects/resync`;
        const task = await api.call(accepted, 'POST', path, { object });
        if (options.wait === true) await watchTask(api, task.task_id, terminal);
        else
          terminal.result(
            task.existing
              ? `${object} is read anew by the ingest under way, or by the one that follows it: task ${task.task_id}`
              : `${object} is read anew: task ${task.task_id}`,
            task,
          );
      },
    );
};

/** Pauses or resumes one object; answers how it stands now. */
export const steerObject = async (
  named: string,
  verb: 'pause' | 'resume',
  object: string,
  command: Command,
): Promise<void> => {
  const api = connect();
  const { connection_id } = await findConnection(api, named);
  const row = await api.call(objectRow, 'POST', `/connections/${connection_id}/objects/${verb}`, { object });
  terminalOf(command).result(row.reason ?? `${object} is ${row.state}`, row);
};
