import { createHash } from 'node:crypto';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import { tally } from '../../domain/repair/pass.ts';
import type { PassMapper } from '../../domain/repair/pass.ts';
import type { RepairPass } from '../../domain/repair/repair.ts';
import { lastSeq, pinnedRecords } from '../../platform/database/repositories/pinned-records.ts';
import type { PinnedRecord } from '../../platform/database/repositories/pinned-records.ts';
import { passOver } from '../../platform/database/repositories/repair-passes.ts';
import { changeRepair, findRepair, lockRepair } from '../../platform/database/repositories/repairs.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Deps } from '../deps.ts';
import { withHeartbeat } from '../edge.ts';
import type { RepairStep } from './settle-ticket.ts';

export interface PassStep extends RepairStep {
  /** `preview`: what the proposal would do; `shadow`: what the versions that are about to be switched do. */
  readonly pass: 'preview' | 'shadow';
}

/** A pass and its digest do not depend on how often it was interrupted: its chunks are always the same. */
const chunk = 5_000;

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
  readonly map: PassMapper;
}

const prepare = async (transaction: TenantTransaction, input: PassStep): Promise<Context> => {
  const repair = await findRepair(transaction, input.repairId);
  const stored = repair?.[input.pass];
  if (repair === undefined || stored?.done === true) return nothingToDo(stored);
  const seq = stored?.seq ?? repair.preview?.seq ?? (await lastSeq(transaction));
  const started: RepairPass = { seq, done: false, counts: [], digest: '', rows: [], after: '' };
  const over = await passOver(transaction, repair);
  if (over === null) return nothingToDo(started);
  return { pass: stored ?? { ...started, after: over.from }, range: { to: over.to }, map: over.map };
};

/** A repair that changes no mapping changes no record. */
const nothingToDo = (pass: RepairPass | null | undefined): Context => ({
  pass: pass ?? { seq: 0, done: false, counts: [], digest: '', rows: [], after: '' },
  range: { to: '' },
  map: () => null,
});

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
  const { lines, ...tallied } = tally(map, pass, records);
  const hash = createHash('sha256').update(pass.digest);
  for (const line of lines) hash.update(line);
  return { ...pass, ...tallied, after: last, digest: hash.digest('hex') };
};
