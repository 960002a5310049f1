import type { Command } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { ApiClient } from '../api-client.ts';
import { connectionSlugs, findConnection } from '../find-connection.ts';
import {
  describePass,
  describeRepair,
  repairDetail,
  repairPass,
  repairRow,
  watchRepair,
} from '../show-repair.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { readTextFile } from '../text-files.ts';
import { groupCommand } from './group-command.ts';

/** The file of `--edit`: ids of the changes to approve, or `{ id, from?, transforms? }` with other sources. */
const editsFile = z
  .array(
    z.union([
      z.string().transform((id) => ({ id })),
      z.strictObject({
        id: z.string(),
        from: z.union([z.string().transform((path) => [path]), z.array(z.string())]).optional(),
        transforms: z
          .array(z.strictObject({ name: z.string(), arguments: z.record(z.string(), z.json()).default({}) }))
          .optional(),
      }),
    ]),
  )
  .min(1);

const decided = z.object({ repair_id: z.string(), state: z.string() }).catchall(z.json());
const pathOf = (id: string): string => `/mesh/repairs/${encodeURIComponent(id)}`;

interface ListOptions {
  readonly state?: string;
  readonly band?: string;
  readonly connection?: string;
}
interface ApproveOptions {
  readonly edit?: string;
  readonly reason?: string;
  readonly wait?: boolean;
}

/** `autonomos repairs list|show|preview|approve|reject|undo`. */
export const registerRepairs = (program: Command): void => {
  const group = groupCommand(program, 'repairs', 'proposals that answer drift tickets');
  registerReading(group);
  registerDeciding(group);
};

const registerReading = (group: Command): void => {
  group
    .command('list')
    .description('repairs, newest first')
    .option(
      '--state <state>',
      'proposed, approved, applying, applied, undone, rejected, expired, withdrawn or failed',
    )
    .option('--band <band>', 'automatic, review or manual')
    .option('--connection <connection>', 'slug or id')
    .action(async (options: ListOptions, command: Command) => {
      const api = connect();
      const rows = await api.list(
        repairRow.catchall(z.json()),
        `/mesh/repairs?${(await filterOf(api, options)).toString()}`,
      );
      const slugs = await connectionSlugs(api);
      const cells = rows.map((row) => [
        row.repair_id,
        slugs.get(row.connection_id) ?? row.connection_id,
        row.object,
        row.state,
        row.band,
        row.confidence.toFixed(2),
        `${row.changes.selected} of ${row.changes.offered}`,
        row.records_changed,
      ]);
      const head = ['repair', 'connection', 'object', 'state', 'band', 'confidence', 'changes', 'records'];
      terminalOf(command).result(tableText(head, cells), rows);
    });
  group
    .command('show')
    .description('what a repair would change, why, and what becomes of the records')
    .argument('<repair>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const repair = await connect().call(repairDetail, 'GET', pathOf(id));
      terminalOf(command).result(describeRepair(repair), repair);
    });
};

const registerDeciding = (group: Command): void => {
  group
    .command('preview')
    .description('what becomes of the records if only some of the changes are approved')
    .argument('<repair>', 'id')
    .requiredOption('--edit <file.yaml>', 'a list of the changes to approve: ids, or {id, from, transforms}')
    .action(async (id: string, options: { readonly edit: string }, command: Command) => {
      const api = connect();
      const { digest } = await api.call(repairDetail, 'GET', pathOf(id));
      const edits = editsOf(options.edit);
      const pass = await api.call(repairPass, 'POST', `${pathOf(id)}/preview`, { digest, edits });
      terminalOf(command).result(describePass(pass), pass);
    });
  group
    .command('approve')
    .description('approve a repair as it is now, or only some of its changes')
    .argument('<repair>', 'id')
    .option('--edit <file.yaml>', 'a list of the changes to approve: ids, or {id, from, transforms}')
    .option('--reason <text>', 'shown in the history')
    .option('--wait', 'until it is applied; exit code 7 when it failed')
    .action(async (id: string, options: ApproveOptions, command: Command) => {
      const api = connect();
      const { digest } = await api.call(repairDetail, 'GET', pathOf(id));
      const answer = await api.call(decided, 'POST', '/mesh/repair/approve', {
        repair_id: id,
        digest,
        ...(options.edit === undefined ? {} : { edits: editsOf(options.edit) }),
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      if (options.wait === true) await watchRepair(api, id, terminalOf(command));
      else terminalOf(command).result(`Approved ${id}`, answer);
    });
  group
    .command('reject')
    .description('reject a repair; its ticket waits for a person')
    .argument('<repair>', 'id')
    .requiredOption('--reason <text>', 'shown in the history')
    .action(async (id: string, options: { readonly reason: string }, command: Command) => {
      const api = connect();
      const { digest } = await api.call(repairDetail, 'GET', pathOf(id));
      const answer = await api.call(decided, 'POST', '/mesh/repair/reject', {
        repair_id: id,
        digest,
        reason: options.reason,
      });
      terminalOf(command).result(`Rejected ${id}`, answer);
    });
  group
    .command('undo')
    .description('take an applied repair back')
    .argument('<repair>', 'id')
    .option('--reason <text>', 'shown in the history')
    .option('--wait', 'until it is undone; exit code 7 when it failed')
    .action(async (id: string, options: Omit<ApproveOptions, 'edit'>, command: Command) => {
      const api = connect();
      const answer = await api.call(decided, 'POST', '/mesh/repair/undo', {
        repair_id: id,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      if (options.wait === true) await watchRepair(api, id, terminalOf(command));
      else terminalOf(command).result(`${id} is being undone`, answer);
    });
};

const filterOf = async (api: ApiClient, options: ListOptions): Promise<URLSearchParams> => {
  const query = new URLSearchParams();
  if (options.state !== undefined) query.set('state', options.state);
  if (options.band !== undefined) query.set('band', options.band);
  if (options.connection !== undefined)
    query.set('connection_id', (await findConnection(api, options.connection)).connection_id);
  return query;
};

const editsOf = (file: string): Json => {
  const parsed = editsFile.safeParse(yamlOf(file));
  if (parsed.success) return z.json().parse(JSON.parse(JSON.stringify(parsed.data)));
  throw new Fault('validation_failed', `${file}: ${z.prettifyError(parsed.error)}`);
};

const yamlOf = (file: string): unknown => {
  const text = readTextFile(file);
  try {
    return parse(text);
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new Fault('validation_failed', `${file} is not YAML: ${reason}`, { cause });
  }
};
