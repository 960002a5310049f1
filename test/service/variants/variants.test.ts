import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import { currentRepair } from '../../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../../platform/database/repositories/repairs.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { startInstallation } from '../../support/test-installation.ts';
import type { TestInstallation } from '../../support/test-installation.ts';
import { until } from '../../support/test-platform.ts';
import type { Verdict } from './verdicts.ts';
import { verdicts } from './verdicts.ts';

const data = join(import.meta.dirname, '../../../../shared/data/crm-files');
const present = existsSync(data);
if (!present) console.warn('passed over: no real variants of the CRM export beside the checkout');

let it: TestInstallation;

beforeAll(async () => {
  if (present) it = await startInstallation({ OBSERVE_EVERY_SECONDS: '3600' });
});

afterAll(async () => {
  if (present) await it.close();
});

type Data = Readonly<Record<string, unknown>>;

/** The newest data of the live records of one connection's file, by record key. */
const recordsOf = async (connectionId: string, file: string): Promise<ReadonlyMap<string, Data>> => {
  const { rows } = await it.platform.database.admin.query<{ record_key: string; op: string; data: Data }>(
    `select distinct on (record_key) record_key, op, data from au.canonical_events
     where source ->> 'connection_id' = $1 and source ->> 'object' = $2 order by record_key, record_seq desc`,
    [connectionId, file],
  );
  return new Map(
    rows.filter(({ op }) => op === 'upsert').map(({ record_key, data: held }) => [record_key, held]),
  );
};

interface Standing {
  readonly ticket: DriftEvent | undefined;
  readonly repair: Repair | undefined;
}

const standing = (connectionId: string, object: string): Promise<Standing> =>
  withTenant(it.platform.app, parseTenant(it.admin.tenantId), async (transaction) => {
    const ticket = await transaction.db
      .selectFrom('drift_events')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .where('object', '=', object)
      .orderBy('opened_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return { ticket, repair: ticket && (await currentRepair(transaction, ticket)) };
  });

/** The ticket once it waits for a person, or is closed, or was never opened. */
const settled = async (connectionId: string, object: string): Promise<Standing> => {
  let found: Standing = { ticket: undefined, repair: undefined };
  await until(
    `the ticket of ${object} is settled`,
    async () => {
      found = await standing(connectionId, object);
      return found.ticket === undefined || ['waiting', 'manual', 'closed'].includes(found.ticket.state);
    },
    () => JSON.stringify(found),
    90,
  );
  return found;
};

const askFor = async (path: string, body: object): Promise<void> => {
  const reply = await it.ask('POST', path, body);
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${reply.text}`);
};

/** A person does what there is to do: approves what is offered, then accepts what is left. */
const act = async (connectionId: string, object: string): Promise<void> => {
  let { ticket, repair } = await settled(connectionId, object);
  if (
    repair?.state === 'proposed' &&
    repair.mappings.some(({ changes }) => changes.some((one) => one.selected))
  ) {
    const id = repair.repair_id;
    await askFor('/mesh/repair/approve', { repair_id: id, digest: repair.digest });
    await until('the repair is applied', async () => {
      ({ ticket, repair } = await standing(connectionId, object));
      return ['applied', 'failed'].includes(repair?.state ?? '') && ticket?.state !== 'applying';
    });
  }
  if (ticket === undefined || ticket.state === 'closed') return;
  await askFor(`/mesh/drift/${ticket.drift_event_id}/accept`, { digest: ticket.digest });
  await until(
    'the ticket is closed',
    async () => (await standing(connectionId, object)).ticket?.state === 'closed',
  );
};

const parts = (held: Data | undefined, fields: readonly string[]): Data =>
  Object.fromEntries(fields.map((field) => [field, held?.[field]]));

const judged = ({ ticket, repair }: Standing): Pick<Verdict, 'lost' | 'renamed'> => {
  const changes = (repair?.mappings ?? [])
    .flatMap((mapping) => mapping.changes)
    .filter((one) => one.selected);
  const moved = changes.flatMap(({ lost, found }) =>
    lost.flatMap((from, at): [string, string][] => {
      const to = found[at];
      return to === undefined || to === from ? [] : [[from, to.replace(/^"(.*)"$/, '$1').trim()]];
    }),
  );
  return { lost: ticket?.lost ?? [], renamed: Object.fromEntries(moved) };
};

(present ? describe : describe.skip)('real variants of the CRM export', () => {
  test.each(verdicts.map((verdict, at) => [verdict.variant, { ...verdict, at }] as const))(
    '%s',
    async (_name, { at, base, variant, beside, lost, renamed, gone, by, records, unchanged }) => {
      const folder = join(it.platform.folder, 'files', it.admin.tenantId, `variant${at}`);
      await mkdir(folder, { recursive: true });
      await copyFile(join(data, base), join(folder, base));
      const connection = await it.connect({
        system: 'filesource',
        name: `variant ${at}`,
        config: { folder: `variant${at}` },
      });
      expect((await it.ingest(connection))['state']).toBe('success');
      const before = await recordsOf(connection, base);

      await copyFile(join(data, 'variants', variant), join(folder, '.next'));
      await rename(join(folder, '.next'), join(folder, beside ?? base));
      await it.ingest(connection);
      const found = await settled(connection, base);
      const verdict = judged(found);
      expect([...verdict.lost].sort()).toEqual([...lost].sort());
      expect(verdict.renamed).toEqual(renamed);
      expect([...(found.repair?.unresolved ?? [])].sort()).toEqual([...gone].sort());
      const acts = found.ticket === undefined || found.ticket.state === 'closed' ? 'nobody' : 'a person';
      expect([acts, found.ticket?.kind ?? '']).toEqual([by, found.ticket?.kind ?? '']);
      expect(found.repair?.band ?? 'none').not.toBe('automatic');

      if (by === 'a person') await act(connection, base);
      expect((await it.ingest(connection))['state']).toBe('success');
      const after = await recordsOf(connection, base);
      const known = [...after.keys()].filter((key) => before.has(key));
      expect([after.size, known.length]).toEqual(records);
      const differing = known.filter(
        (key) =>
          JSON.stringify(parts(after.get(key), unchanged)) !==
          JSON.stringify(parts(before.get(key), unchanged)),
      );
      expect(
        differing.map((key) => [parts(before.get(key), unchanged), parts(after.get(key), unchanged)]),
      ).toEqual([]);
    },
    180_000,
  );
});
