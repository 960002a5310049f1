import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../api-client.ts';
import { exitCodes } from '../exit-code.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

const writeback = z
  .object({
    writeback_id: z.string(),
    agent: z.string(),
    object: z.string(),
    field: z.string(),
    seen: z.json(),
    proposed: z.json(),
    digest: z.string(),
    state: z.string(),
    summary: z.string(),
    reason: z.string().nullable(),
    undo: z.object({ state: z.string(), failure: z.string().nullable() }).catchall(z.json()).nullable(),
  })
  .catchall(z.json());
type Writeback = z.infer<typeof writeback>;

const decided = z.object({ writeback_id: z.string(), state: z.string() }).catchall(z.json());
const pathOf = (id: string): string => `/writebacks/${encodeURIComponent(id)}`;
const pollMs = 700;

interface DecideOptions {
  readonly reason?: string;
  readonly wait?: boolean;
}

/** `autonomos writebacks list|show|approve|reject|undo`. */
export const registerWritebacks = (program: Command): void => {
  const group = groupCommand(program, 'writebacks', 'changes that agents want to make in sources');
  registerReading(group);
  registerDeciding(group);
};

const registerReading = (group: Command): void => {
  group
    .command('list')
    .description('write-backs, newest first')
    .option('--state <state>', 'proposed, approved, writing, verified, undone, conflict, rejected or failed')
    .action(async (options: { readonly state?: string }, command: Command) => {
      const query = options.state === undefined ? '' : `?state=${encodeURIComponent(options.state)}`;
      const rows = await connect().list(writeback, `/writebacks${query}`);
      const cells = rows.map((row) => [
        row.writeback_id,
        row.agent,
        row.state,
        `${row.object}.${row.field}`,
        JSON.stringify(row.seen),
        JSON.stringify(row.proposed),
        row.summary,
      ]);
      const head = ['write-back', 'agent', 'state', 'field', 'now', 'proposed', 'why'];
      terminalOf(command).result(tableText(head, cells), rows);
    });
  group
    .command('show')
    .description('what was seen, proposed, decided, sent and read back')
    .argument('<writeback>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const row = await connect().call(writeback, 'GET', pathOf(id));
      terminalOf(command).result(described(row), row);
    });
};

const described = (row: Writeback): string =>
  [
    row.summary,
    `${row.object}.${row.field}: ${JSON.stringify(row.seen)} → ${JSON.stringify(row.proposed)}`,
    `state: ${row.state}${row.reason === null ? '' : ` (${row.reason})`}`,
    ...(row.undo === null
      ? []
      : [`undo: ${row.undo.state}${row.undo.failure === null ? '' : ` (${row.undo.failure})`}`]),
  ].join('\n');

const decide = async (
  id: string,
  verdict: 'approve' | 'reject',
  { reason, wait }: DecideOptions,
  terminal: Terminal,
): Promise<void> => {
  const api = connect();
  const { digest } = await api.call(writeback, 'GET', pathOf(id));
  const body = { digest, ...(reason === undefined ? {} : { reason }) };
  const answer = await api.call(decided, 'POST', `${pathOf(id)}/${verdict}`, body);
  if (wait === true) await watch(api, id, terminal, ({ state }) => state === 'verified');
  else terminal.result(`${id}: ${answer.state}`, answer);
};

const registerDeciding = (group: Command): void => {
  group
    .command('approve')
    .description('let it be written, if the source still holds the value that was seen')
    .argument('<writeback>', 'id')
    .option('--reason <text>', 'shown in the history')
    .option('--wait', 'until it is read back; exit code 7 when it was not written')
    .action(async (id: string, options: DecideOptions, command: Command) => {
      await decide(id, 'approve', options, terminalOf(command));
    });
  group
    .command('reject')
    .description('refuse it; the same is not proposed again')
    .argument('<writeback>', 'id')
    .requiredOption('--reason <text>', 'shown in the history')
    .action(async (id: string, options: DecideOptions, command: Command) => {
      await decide(id, 'reject', options, terminalOf(command));
    });
  group
    .command('undo')
    .description('write the former value, if ours is still there')
    .argument('<writeback>', 'id')
    .option('--reason <text>', 'shown in the history')
    .option('--wait', 'until it is read back; exit code 7 when it was not undone')
    .action(async (id: string, { reason, wait }: DecideOptions, command: Command) => {
      const api = connect();
      const terminal = terminalOf(command);
      const body = reason === undefined ? {} : { reason };
      const answer = await api.call(decided, 'POST', `${pathOf(id)}/undo`, body);
      if (wait === true) await watch(api, id, terminal, ({ state }) => state === 'undone');
      else terminal.result(`${id} is being undone`, answer);
    });
};

const isMoving = ({ state, undo }: Writeback): boolean =>
  ['approved', 'writing'].includes(state) ||
  (state === 'verified' && ['requested', 'writing'].includes(undo?.state ?? ''));

/** Waits until nothing moves any more; what did not end well sets the exit code. */
const watch = async (
  api: ApiClient,
  id: string,
  terminal: Terminal,
  wentWell: (row: Writeback) => boolean,
): Promise<void> => {
  let row = await api.call(writeback, 'GET', pathOf(id));
  while (isMoving(row)) {
    await sleep(pollMs);
    row = await api.call(writeback, 'GET', pathOf(id));
  }
  terminal.result(described(row), row);
  if (!wentWell(row)) process.exitCode = exitCodes.remoteFailed;
};
