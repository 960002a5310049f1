import type { Command } from 'commander';
import { z } from 'zod';
import { ledgerLine } from '../ledger-line.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { taskDetail, taskLine, taskRow, watchTask } from '../watch-task.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';

const verbs = {
  pause: 'pause a running ingest at its next batch',
  resume: 'let a paused ingest go on',
  cancel: 'cancel a queued or running task',
} as const;

/** `autonomos tasks list|show|watch|pause|resume|cancel|retry`. */
export const registerTasks = (program: Command): void => {
  const group = groupCommand(program, 'tasks', 'jobs: ingests, replays, checks');
  group
    .command('list')
    .description('tasks, newest first')
    .option('--state <state>', 'queued, in_progress, success, failed or cancelled')
    .option('--most <number>', 'how many', wholeNumber, 50)
    .action(async (options: { readonly state?: string; readonly most: number }, command: Command) => {
      const filter = options.state === undefined ? '' : `?state=${encodeURIComponent(options.state)}`;
      const rows = await connect().list(taskRow.catchall(z.json()), `/tasks${filter}`, options.most);
      const cells = rows.map((row) => [
        row.task_id,
        row.kind,
        row.paused ? 'paused' : row.state,
        row.progress.rows ?? null,
        row.created_at,
        row.ended_at,
      ]);
      const head = ['task', 'kind', 'state', 'rows', 'created', 'ended'];
      terminalOf(command).result(tableText(head, cells), rows);
    });
  group
    .command('show')
    .description('everything about a task')
    .argument('<task>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const task = await connect().call(taskDetail, 'GET', `/tasks/${encodeURIComponent(id)}`);
      terminalOf(command).result(describe(task), task);
    });
  group
    .command('watch')
    .description('follow a task to its end; exit code 7 when it failed')
    .argument('<task>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      await watchTask(connect(), encodeURIComponent(id), terminalOf(command));
    });
  for (const [verb, description] of Object.entries(verbs))
    group
      .command(verb)
      .description(description)
      .argument('<task>', 'id')
      .action(async (id: string, _options: unknown, command: Command) => {
        const task = await connect().call(taskDetail, 'POST', `/tasks/${encodeURIComponent(id)}/${verb}`);
        terminalOf(command).result(taskLine(task), task);
      });
  group
    .command('retry')
    .description('start an ended task again, as a new one')
    .argument('<task>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const accepted = z.object({ task_id: z.string(), kind: z.string(), existing: z.boolean() });
      const task = await connect().call(accepted, 'POST', `/tasks/${encodeURIComponent(id)}/retry`);
      terminalOf(command).result(`Started as ${task.task_id}`, task);
    });
};

const ledgers = z.array(ledgerLine);

const describe = (task: z.infer<typeof taskDetail>): string => {
  const rows = ledgers
    .catch([])
    .parse(task['ledgers'])
    .map((row) => [
      row.stream,
      row.entity,
      row.read,
      row.changed,
      row.unchanged,
      row.quarantined,
      row.parked,
      row.filtered,
      row.stale,
      row.balanced ? '' : 'does not balance',
    ]);
  const head = [
    'object',
    'entity',
    'read',
    'changed',
    'unchanged',
    'quarantined',
    'parked',
    'filtered',
    'stale',
    '',
  ];
  const failures = task.failures.map(({ stream, reason }) => `${stream || 'the whole job'}: ${reason}`);
  return [taskLine(task), ...failures, ...(rows.length === 0 ? [] : [tableText(head, rows)])].join('\n');
};
