import type { Command } from 'commander';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { exitCodes } from '../exit-code.ts';
import { connectionRow, findConnection } from '../find-connection.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { readTextFile } from '../text-files.ts';
import { awaitTask } from '../watch-task.ts';
import { wholeNumber } from '../whole-number.ts';
import { groupCommand } from './group-command.ts';
import { registerObjects, steerObject } from './objects.ts';

const accepted = z.object({ task_id: z.string() });

/** `autonomos connections list|add|test|objects|resync|schedule|pause|resume|remove`. */
export const registerConnections = (program: Command): void => {
  const group = groupCommand(program, 'connections', 'sources of the tenant');
  group
    .command('list')
    .description('all connections')
    .action(async (_options: unknown, command: Command) => {
      const rows = await connect().list(connectionRow.catchall(z.json()), '/connections');
      const cells = rows.map((row) => [row.slug, row.name, row.system, row.status, row.status_reason]);
      terminalOf(command).result(tableText(['slug', 'name', 'system', 'status', 'reason'], cells), rows);
    });
  group
    .command('add')
    .description('add a connection')
    .requiredOption('--system <system>', 'salesforce, filesource, supabase, mongodb')
    .requiredOption('--name <name>', 'for people')
    .option('--slug <slug>', 'for record keys; made from the name')
    .option('--config <json>', 'settings: JSON, or @FILE', '{}')
    .option('--credentials <file>', 'secrets: @FILE, or - for standard input; never on the command line')
    .option('--every <seconds>', 'ingest so often', wholeNumber)
    .action(async (options: AddOptions, command: Command) => {
      const body: Json = {
        system: options.system,
        name: options.name,
        config: jsonOf('--config', options.config),
        ...(options.slug === undefined ? {} : { slug: options.slug }),
        ...(options.credentials === undefined ? {} : { credentials: secretsOf(options.credentials) }),
        ...(options.every === undefined ? {} : { schedule_seconds: options.every }),
      };
      const made = await connect().call(connectionRow.catchall(z.json()), 'POST', '/connections', body);
      terminalOf(command).result(`Added ${made.slug} (${made.connection_id})`, made);
    });
  group
    .command('test')
    .description('try a connection step by step; exit code 7 when a step fails')
    .argument('<connection>', 'slug or id')
    .action(async (named: string, _options: unknown, command: Command) => {
      const api = connect();
      const { connection_id } = await findConnection(api, named);
      const { task_id } = await api.call(accepted, 'POST', `/connections/${connection_id}/test`);
      const task = await awaitTask(api, task_id, terminalOf(command));
      const { ok, steps } = checkReport.parse(task['report']);
      const failed = task.failures.map(({ reason }) => ['check', 'fail', reason]);
      const cells = steps.map((step) => [step.name, step.ok ? 'ok' : 'fail', step.detail]);
      terminalOf(command).result(tableText(['step', '', 'what came of it'], [...cells, ...failed]), task);
      if (!ok) process.exitCode = exitCodes.remoteFailed;
    });
  registerObjects(group);
  registerChanges(group);
};

const changed = connectionRow.extend({ schedule_seconds: z.number().nullable() }).catchall(z.json());

const registerChanges = (group: Command): void => {
  group
    .command('schedule')
    .description('say how often a connection is ingested')
    .argument('<connection>', 'slug or id')
    .argument('<seconds>', 'or never: only when asked', (word: string) =>
      word === 'never' ? null : wholeNumber(word),
    )
    .action(async (named: string, seconds: number | null, _options: unknown, command: Command) => {
      const api = connect();
      const { connection_id, slug } = await findConnection(api, named);
      const body = { schedule_seconds: seconds };
      const row = await api.call(changed, 'PUT', `/connections/${connection_id}/schedule`, body);
      const often = seconds === null ? 'only when asked' : `every ${seconds} s`;
      terminalOf(command).result(`${slug} is ingested ${often}`, row);
    });
  for (const verb of ['pause', 'resume'] as const)
    group
      .command(verb)
      .description(
        verb === 'pause' ? 'neither schedule nor ingest it' : 'let it be scheduled and ingested again',
      )
      .argument('<connection>', 'slug or id')
      .option('--object <name>', 'one object of it alone')
      .action(async (named: string, { object }: { readonly object?: string }, command: Command) => {
        if (object !== undefined) {
          await steerObject(named, verb, object, command);
          return;
        }
        const api = connect();
        const { connection_id, slug } = await findConnection(api, named);
        const body = { paused: verb === 'pause' };
        const row = await api.call(changed, 'PATCH', `/connections/${connection_id}`, body);
        terminalOf(command).result(`${slug} is ${row.status}`, row);
      });
  group
    .command('remove')
    .description('delete a connection and its credentials; what was read stays')
    .argument('<connection>', 'slug or id')
    .option('--cancel-tasks', 'cancel tasks of it that wait; a running one must end first')
    .action(async (named: string, options: { readonly cancelTasks?: boolean }, command: Command) => {
      const api = connect();
      const { connection_id, slug } = await findConnection(api, named);
      const query = options.cancelTasks === true ? '?cancel_tasks=true' : '';
      await api.call(z.null(), 'DELETE', `/connections/${connection_id}${query}`);
      terminalOf(command).result(`${slug} is removed; its records stay`, { connection_id, slug });
    });
};

/** Of a check that could not be made at all, the failures of its task are the report. */
const checkReport = z
  .object({
    ok: z.boolean(),
    steps: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .catch({ ok: false, steps: [] });

interface AddOptions {
  readonly system: string;
  readonly name: string;
  readonly slug?: string;
  readonly config: string;
  readonly credentials?: string;
  readonly every?: number;
}

const jsonOf = (name: string, text: string): Json => {
  const json = text.startsWith('@') ? readTextFile(text.slice(1)) : text;
  try {
    return z.json().parse(JSON.parse(json));
  } catch (cause) {
    throw new Fault('validation_failed', `${name}: this is not JSON`, { cause });
  }
};

/** A list of processes shows every command line to everybody on the machine. */
const secretsOf = (from: string): Json => {
  if (from === '-') return jsonOf('--credentials', readTextFile('-'));
  if (from.startsWith('@')) return jsonOf('--credentials', from);
  throw new Fault('validation_failed', 'Give credentials as @FILE, or as - on standard input');
};
