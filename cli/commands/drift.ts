import type { Command } from 'commander';
import { z } from 'zod';
import { connectionSlugs, findConnection } from '../find-connection.ts';
import { connect } from '../sign-in.ts';
import { tableText } from '../table-text.ts';
import { terminalOf } from '../terminal.ts';
import { groupCommand } from './group-command.ts';

const ticket = z.object({
  drift_event_id: z.string(),
  connection_id: z.string(),
  object: z.string(),
  kind: z.string(),
  severity: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  digest: z.string(),
  lost: z.array(z.string()),
  policy: z.object({ policy: z.string(), source: z.string() }),
  repair: z
    .object({ repair_id: z.string(), state: z.string(), band: z.string(), confidence: z.number() })
    .nullable(),
  opened_at: z.string(),
});
type Ticket = z.infer<typeof ticket>;

const change = z.object({
  kind: z.string(),
  severity: z.string(),
  field: z.string().optional(),
  to: z.unknown(),
  values: z.array(z.string()).optional(),
  nullable: z.boolean().optional(),
  becomes: z.string().optional(),
  evidence: z.array(z.string()).optional(),
  cure: z.string().optional(),
});
type Change = z.infer<typeof change>;
const changes = z.array(z.object({ changes: z.array(change) }));

interface ListOptions {
  readonly all?: boolean;
  readonly severity?: string;
  readonly connection?: string;
}

interface AcceptOptions {
  readonly reason?: string;
  readonly digest?: string;
}

/** `autonomos drift list|show|accept|propose`. */
export const registerDrift = (program: Command): void => {
  const group = groupCommand(program, 'drift', 'what has changed in the sources');
  registerPropose(group);
  group
    .command('list')
    .description('open tickets, newest first')
    .option('--all', 'closed ones too')
    .option('--severity <severity>', 'breaking, risky or harmless')
    .option('--connection <connection>', 'slug or id')
    .action(async (options: ListOptions, command: Command) => {
      const api = connect();
      const query = new URLSearchParams();
      if (options.all !== true) query.set('open', 'true');
      if (options.severity !== undefined) query.set('severity', options.severity);
      if (options.connection !== undefined)
        query.set('connection_id', (await findConnection(api, options.connection)).connection_id);
      const rows = await api.list(ticket.catchall(z.json()), `/mesh/drift?${query.toString()}`);
      const slugs = await connectionSlugs(api);
      const cells = rows.map((row) => [
        row.drift_event_id,
        slugs.get(row.connection_id) ?? row.connection_id,
        row.object,
        row.kind,
        row.severity,
        row.outcome ?? row.state,
        row.policy.policy,
        answerOf(row),
      ]);
      const head = ['ticket', 'connection', 'object', 'kind', 'severity', 'state', 'policy', 'repair'];
      terminalOf(command).result(tableText(head, cells), rows);
    });
  group
    .command('show')
    .description('a ticket: what changed, what is lost, which policy holds, what answers it')
    .argument('<ticket>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const found = await connect().call(
        ticket.catchall(z.json()),
        'GET',
        `/mesh/drift/${encodeURIComponent(id)}`,
      );
      terminalOf(command).result(describe(found, found['changes']), found);
    });
  group
    .command('accept')
    .description('accept a ticket: mapped fields that are gone are dropped by a new version')
    .argument('<ticket>', 'id')
    .option('--reason <text>', 'shown in the history')
    .option('--digest <digest>', 'of the ticket as it was shown: refused where it has changed since')
    .action(async (id: string, options: AcceptOptions, command: Command) => {
      const api = connect();
      const path = `/mesh/drift/${encodeURIComponent(id)}`;
      const digest = options.digest ?? (await api.call(ticket, 'GET', path)).digest;
      const reply = z.object({ repair_id: z.string() }).catchall(z.json());
      const accepted = await api.call(reply, 'POST', `${path}/accept`, {
        digest,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      terminalOf(command).result(`Accepted; repair ${accepted.repair_id} carries it out`, accepted);
    });
};

const registerPropose = (group: Command): void => {
  group
    .command('propose')
    .description('ask for another proposal to a ticket that was left to people')
    .argument('<ticket>', 'id')
    .action(async (id: string, _options: unknown, command: Command) => {
      const api = connect();
      const path = `/mesh/drift/${encodeURIComponent(id)}`;
      const { digest } = await api.call(ticket, 'GET', path);
      const reply = z.object({ drift_event_id: z.string() }).catchall(z.json());
      const asked = await api.call(reply, 'POST', `${path}/propose`, { digest });
      terminalOf(command).result(`Another repair is being proposed; see autonomos drift show ${id}`, asked);
    });
};

const answerOf = ({ repair }: Ticket): string =>
  repair === null
    ? 'none'
    : `${repair.state} ${repair.band} ${repair.confidence.toFixed(2)} ${repair.repair_id}`;

/** What became of a field, as far as one cell tells. */
const becameOf = ({ to, values, nullable, becomes }: Change): string | null => {
  if (typeof to === 'string') return to;
  if (Array.isArray(to)) return to.map(String).join(', ') || 'none';
  if (nullable !== undefined) return nullable ? 'may be empty' : 'never empty';
  return becomes ?? values?.join(', ') ?? null;
};

const describe = (found: Ticket & Readonly<Record<string, unknown>>, recorded: unknown): string => {
  const all = changes
    .catch([])
    .parse(recorded)
    .flatMap((record) => record.changes);
  const cells = all.map((change) => [change.kind, change.severity, change.field ?? null, becameOf(change)]);
  return [
    `${found.object}: ${found.kind}, ${found.severity}, ${found.outcome ?? found.state}`,
    ...z.array(z.string()).catch([]).parse(found['notes']),
    `lost: ${found.lost.join(', ') || 'nothing'}`,
    `policy: ${found.policy.policy} (${found.policy.source})`,
    `repair: ${answerOf(found)}`,
    `digest: ${found.digest}`,
    ...(cells.length === 0 ? [] : [tableText(['change', 'severity', 'field', 'became'], cells)]),
    ...all.flatMap(({ field, evidence = [], cure }) =>
      [...evidence, ...(cure === undefined ? [] : [cure])].map((sentence) => `${field ?? ''}: ${sentence}`),
    ),
  ].join('\n');
};
