import { createHash } from 'node:crypto';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { compileMapping } from '../../domain/mapping/compile.ts';
import { storableJson } from '../../domain/mapping/canonical-json.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import type { Mapped } from '../../domain/mapping/types.ts';
import { afterPrefix, recordKeyPrefix } from '../../domain/record-keys.ts';
import type { PassCounts, RepairPass, SampleRow } from '../../domain/repair/repair.ts';
import { lastSeq, pinnedRecords } from '../../platform/database/repositories/pinned-records.ts';
import type { PinnedRecord } from '../../platform/database/repositories/pinned-records.ts';
import { stillLostPaths } from '../../platform/database/repositories/repair-documents.ts';
import {
  changeRepair,
  findRepair,
  findTicket,
  lockRepair,
} from '../../platform/database/repositories/repairs.ts';
import type { Repair } from '../../platform/database/repositories/repairs.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import { lostInStored } from '../lost-in-stored.ts';
import type { LostIn } from '../lost-in-stored.ts';
import type { RepairStep } from './settle-ticket.ts';

export interface PassStep extends RepairStep {
  /** `preview`: what the proposal would do; `shadow`: what the versions that are about to be switched do. */
  readonly pass: 'preview' | 'shadow';
}

/** A pass and its digest do not depend on how often it was interrupted: its chunks are always the same. */
const chunk = 5_000;
const mostRows = 20;

export const createPassActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /**
   * Maps the stored records, as they were known at the preview's seq, under a repair's documents, and keeps counts, digest and
   * sample rows with the repair. The stream is not touched; an interrupted pass goes on where it was.
   */
  passRepair: (input: PassStep): Promise<void> =>
    withHeartbeat(async (signal) => {
      if (input.pass === 'shadow') failpoint('before_shadow_pass');
      const tenantId = parseTenant(input.tenantId);
      const context = await withTenant(pool, tenantId, (transaction) => prepare(transaction, input));
      let { pass } = context;
      while (!pass.done) {
        signal.throwIfAborted();
        const { records, last } = await withTenant(pool, tenantId, (transaction) =>
          pinnedRecords(transaction, { ...context.range, ...pass }, chunk),
        );
        pass = last === null ? { ...pass, done: true } : addChunk(context, pass, records, last);
        const reached = pass;
        await withTenant(pool, tenantId, (transaction) => keep(transaction, input, reached));
      }
    }),
});

export type PassActivities = ReturnType<typeof createPassActivities>;

interface Context {
  readonly pass: RepairPass;
  readonly range: { readonly to: string };
  readonly map: (record: PinnedRecord) => Mapped | null;
}

const prepare = async (transaction: TenantTransaction, input: PassStep): Promise<Context> => {
  const repair = await findRepair(transaction, input.repairId);
  const stored = repair?.[input.pass];
  if (repair === undefined || stored?.done === true) return nothingToDo(stored);
  const connection = await transaction.db
    .selectFrom('connections')
    .select('slug')
    .where('connection_id', '=', repair.connection_id)
    .executeTakeFirst();
  const seq = stored?.seq ?? repair.preview?.seq ?? (await lastSeq(transaction));
  const started: RepairPass = { seq, done: false, counts: [], digest: '', rows: [], after: '' };
  if (connection === undefined || repair.stream === null || repair.mappings.length === 0)
    return nothingToDo(started);
  const prefix = recordKeyPrefix(connection.slug, repair.stream);
  const ticket = await findTicket(transaction, input.driftEventId);
  const lost = await stillLostPaths(transaction, repair, ticket?.lost ?? []);
  const lostIn = await lostInStored(transaction, repair.connection_id, repair.object, lost);
  return {
    pass: stored ?? { ...started, after: `${prefix}\n` },
    range: { to: afterPrefix(prefix) },
    map: mapperOf(repair, lostIn),
  };
};

/** A repair that changes no mapping changes no record. */
const nothingToDo = (pass: RepairPass | null | undefined): Context => ({
  pass: pass ?? { seq: 0, done: false, counts: [], digest: '', rows: [], after: '' },
  range: { to: '' },
  map: () => null,
});

/** Maps a record under the repair's document for its entity; null where the repair leaves that mapping alone. */
const mapperOf = (repair: Repair, lostIn: LostIn): Context['map'] => {
  const mappings = new Map(
    repair.mappings.flatMap(({ entity, document }) =>
      document === null ? [] : [[entity, parseMapping(document)] as const],
    ),
  );
  const compiled = new Map<string, ReturnType<typeof compileMapping>>();
  return ({ entity, raw, schema_version }) => {
    const mapping = mappings.get(entity);
    if (mapping === undefined) return null;
    const columns = Object.keys(raw);
    const lost = lostIn(schema_version, raw);
    const signature = JSON.stringify([entity, columns, lost]);
    const map = compiled.get(signature) ?? compileMapping(mapping, { columns, lost: new Set(lost) });
    compiled.set(signature, map);
    return map(columns.map((column) => raw[column]));
  };
};

const keep = async (
  transaction: TenantTransaction,
  { repairId, pass: name }: PassStep,
  pass: RepairPass,
): Promise<void> => {
  const repair = await lockRepair(transaction, repairId);
  const stored = repair[name];
  // A slower twin of this attempt must not turn the pass back.
  if (stored !== null && (stored.done || stored.after > pass.after)) return;
  await changeRepair(transaction, repairId, {
    [name]: JSON.stringify(pass),
    // A person's edits were never previewed: what the shadow pass shows stands for it.
    ...(name === 'shadow' && pass.done && repair.preview === null ? { preview: JSON.stringify(pass) } : {}),
  });
};

const addChunk = (
  { map }: Context,
  pass: RepairPass,
  records: readonly PinnedRecord[],
  last: string,
): RepairPass => {
  const hash = createHash('sha256').update(pass.digest);
  const counts = new Map<string, Counting>(pass.counts.map((count) => [count.entity, { ...count }]));
  const rows: SampleRow[] = [...pass.rows];
  for (const record of records) {
    const mapped = map(record);
    if (mapped === null) continue;
    const { entity, record_key } = record;
    const text = mapped.kind === 'event' ? dataText(mapped) : mapped.kind;
    hash.update(`${entity}\t${record_key}\t${text}\n`);
    const changed = mapped.kind !== 'event' || text !== dataText(record);
    const count = counts.get(entity) ?? noneOf(entity);
    counts.set(entity, count);
    count.records += 1;
    count[mapped.kind === 'event' ? (changed ? 'changed' : 'unchanged') : mapped.kind] += 1;
    if (changed && mapped.kind === 'event' && rows.length < mostRows)
      rows.push(sampleOf(record, mapped.data));
  }
  return { ...pass, after: last, counts: [...counts.values()], rows, digest: hash.digest('hex') };
};

/** The canonical data as JSON text with sorted keys, as events are compared. */
const dataText = ({ data }: { readonly data: Readonly<Record<string, Json>> }): string => storableJson(data);

type Counting = { -readonly [Name in keyof PassCounts]: PassCounts[Name] };

const noneOf = (entity: string): Counting => ({
  entity,
  records: 0,
  changed: 0,
  unchanged: 0,
  quarantined: 0,
  parked: 0,
  filtered: 0,
});

const sampleOf = (
  { entity, record_key, data: before }: PinnedRecord,
  after: Readonly<Record<string, Json>>,
): SampleRow => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const part = (data: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
    Object.fromEntries(names.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
  return { entity, record_key, before: part(before), after: part(after) };
};
