import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { connectionRow } from '../../cli/find-connection.ts';
import { Fault } from '../../domain/faults.ts';
import { ingest } from '../ingest.ts';
import { TicketDoor } from '../scenarios/ticket-door.ts';
import { mutate } from './mutate.ts';
import type { TestSourceName } from './mutate.ts';
import type { Probe } from './probe.ts';

const systemOf: Readonly<Record<TestSourceName, string>> = {
  supabase: 'supabase',
  mongo: 'mongodb',
  salesforce: 'salesforce',
  filesource: 'filesource',
};

/** Canonical fields whose source may be renamed without harm, and a word that makes another plain name of it. */
const suffixes: readonly (readonly [field: string, suffix: string])[] = [
  ['industry', 'sector'],
  ['website', 'address'],
  ['department', 'name'],
  ['title', 'text'],
  ['phone', 'number'],
  ['description', 'text'],
  ['billing_city', 'name'],
];

const mappingRow = z.object({ mapping_id: z.string(), object: z.string(), entity: z.string() });
const mappingDetail = z.object({
  object: z.string(),
  version: z.number(),
  parsed: z.object({
    key: z.array(z.string()),
    fields: z.record(z.string(), z.object({ from: z.array(z.string()) })),
  }),
});
const detail = z.object({ config: z.record(z.string(), z.json()) });

interface Target {
  readonly mappingId: string;
  readonly object: string;
  readonly field: string;
  /** The source field as it is called now, and as it will be called. */
  readonly from: string;
  readonly to: string;
}

/** A test source of the system, by slug. */
const findSource = async (api: ApiClient, source: TestSourceName) => {
  const all = await api.list(connectionRow, '/connections');
  for (const connection of all.filter(({ system }) => system === systemOf[source])) {
    const { config } = await api.call(detail, 'GET', `/connections/${connection.connection_id}`);
    if (source === 'salesforce' || config['testSource'] === true) return connection;
  }
  throw new Fault('not_found', `There is no test source of ${source}: npm run demo makes one`);
};

const newName = (source: TestSourceName, name: string, suffix: string): string =>
  source === 'salesforce' ? `${name.replace(/__c$/, '')}_${suffix}__c` : `${name}_${suffix}`;

/** A mapped field that one rule alone reads, and another name for it. */
const findTarget = async (api: ApiClient, source: TestSourceName, connectionId: string): Promise<Target> => {
  const mappings = await api.list(mappingRow, `/mesh/mappings?connection_id=${connectionId}`);
  for (const { mapping_id: mappingId, object } of mappings) {
    const { parsed } = await api.call(mappingDetail, 'GET', `/mesh/mappings/${mappingId}`);
    const paths = [...parsed.key, ...Object.values(parsed.fields).flatMap((rule) => rule.from)];
    for (const [field, suffix] of suffixes) {
      const [from, ...others] = parsed.fields[field]?.from ?? [];
      if (from === undefined || others.length > 0 || !/^\w+$/.test(from)) continue;
      if (paths.filter((path) => path === from).length > 1) continue;
      return { mappingId, object, field, from, to: newName(source, from, suffix) };
    }
  }
  throw new Fault(
    'not_found',
    'No mapping of the connection has a field that may be renamed: ingest it first',
  );
};

/** Renames a field, waits for the ticket and its repair, approves it unless it was applied by itself, and looks at the mapping. */
const rename = async (
  api: ApiClient,
  { source, connection, target }: Drift,
  say: (line: string) => void,
): Promise<readonly string[]> => {
  const { object, field, from, to, mappingId } = target;
  const began = new Date().toISOString();
  say(`${connection.slug}: ${object}.${from} is renamed to ${to}`);
  await mutate(api, source, connection.connection_id, { object, from, to });
  const door = new TicketDoor(api, connection.connection_id, object);
  const started = performance.now();
  // The tickets of before are not the one that is waited for.
  await door.ticket(
    'the observer has seen it',
    ({ opened_at, lost }) => opened_at > began && lost.includes(from),
  );
  say(`  the ticket is open after ${Math.round((performance.now() - started) / 1000)} s`);
  const offered = await door.ticket('a repair is proposed', ({ repair }) => repair !== null);
  const repairId = offered.repair?.repair_id ?? '';
  const { confidence } = await door.repair(repairId, 'it can be read', () => true);
  const waiting = await door.ticket('it waits, or is being applied', ({ state }) =>
    ['waiting', 'manual', 'applying', 'closed'].includes(state),
  );
  if (waiting.state === 'waiting' || waiting.state === 'manual') await door.decide('approve', 'probe');
  const { decision } = await door.repair(repairId, 'it is applied', ({ state }) => state === 'applied');
  say(
    `  repaired with confidence ${confidence.toFixed(2)}, ${decision?.decided_by === 'policy' ? 'by itself' : 'approved'}`,
  );
  const closed = await door.ticket('the ticket is closed', ({ state }) => state === 'closed');
  const { parsed, version } = await api.call(mappingDetail, 'GET', `/mesh/mappings/${mappingId}`);
  say(`  version ${version} reads ${field} from ${parsed.fields[field]?.from.join(', ') ?? 'nothing'}`);
  const read = await ingest(api, { id: connection.connection_id, slug: connection.slug }, say);
  return [
    ...(closed.outcome === 'applied' ? [] : [`the ticket ended as ${closed.outcome ?? 'nothing'}`]),
    ...(parsed.fields[field]?.from[0] === to ? [] : [`${field} is not read from ${to}`]),
    ...(read.state === 'success' ? [] : [`the ingest after it ended as ${read.state}`]),
    ...(read.ledgers.every(({ balanced }) => balanced) ? [] : ['a ledger does not balance']),
  ];
};

interface Drift {
  readonly source: TestSourceName;
  readonly connection: z.output<typeof connectionRow>;
  readonly target: Target;
}

/** A renamed field of a test source is seen, repaired and read again; and so is its way back. */
export const probeDrift =
  (source: TestSourceName): Probe =>
  async (api, say) => {
    const connection = await findSource(api, source);
    const target = await findTarget(api, source, connection.connection_id);
    const there = await rename(api, { source, connection, target }, say);
    const home = { ...target, from: target.to, to: target.from };
    const back = await rename(api, { source, connection, target: home }, say);
    return [...there, ...back];
  };
