import { readPath } from '../../domain/mapping/path.ts';
import { differentRows } from '../../domain/profile/compare.ts';
import { combineChanges } from '../../domain/profile/combine-changes.ts';
import { withCure } from '../../domain/profile/cure.ts';
import { judgePairs } from '../../domain/profile/judge-pairs.ts';
import { judgeProfiles, otherSize } from '../../domain/profile/judge-profiles.ts';
import { isMeaningKind, meaningKinds } from '../../domain/profile/meaning.ts';
import type { MeaningChange } from '../../domain/profile/meaning.ts';
import { mergeObjects } from '../../domain/profile/profile.ts';
import type { ObjectProfile } from '../../domain/profile/profile.ts';
import type { RecordPair } from '../../domain/repair/record-pairs.ts';
import {
  dropProfile,
  keptProfiles,
  saveProfile,
  takeReadings,
} from '../../platform/database/repositories/field-profiles.ts';
import type {
  KeptProfile,
  ProfiledShape,
  ReadMode,
} from '../../platform/database/repositories/field-profiles.ts';
import { lockShapes } from '../../platform/database/repositories/known-shapes.ts';
import { findDrift, openTickets } from '../../platform/database/repositories/object-schemas.ts';
import { closeTicket, openTicket } from '../../platform/database/repositories/source-schemas.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { sha256 } from '../record-shape.ts';

/** A read of an object that has come to its end. */
export interface EndedReading extends ProfiledShape {
  readonly mode: ReadMode;
  readonly traceId: string;
  /** Source paths that the active mappings read. */
  readonly reads: ReadonlySet<string>;
  /** Fields whose values the source declares. */
  readonly declared: readonly string[];
  readonly key: readonly string[];
  readonly changeField: string | null;
  /** Records that this read has changed, before and after; some of them, where there are many. */
  readonly pairs: readonly RecordPair[];
}

/** What changes from time to time is judged in portions of so many records. */
const fewestGathered = 200;
/** A whole read stays the example for a week, so that what creeps is seen; unless the object has become another size. */
const staysSeconds = 7 * 24 * 60 * 60;

/**
 * Judges what the values of a read say against those that are known to be right: opens, updates or heals the object's ticket
 * of drifted meaning, and learns what is right. While the object has a ticket of another kind, rows are only gathered.
 */
export const settleReading = async (transaction: TenantTransaction, reading: EndedReading): Promise<void> => {
  const { connectionId, object, schemaVersion, mode } = reading;
  // Observer and other reads may look at the object's ticket too.
  await lockShapes(transaction, connectionId);
  const taken = await takeReadings(transaction, reading);
  const kept = await keptProfiles(transaction, reading);
  for (const [version, profile] of taken)
    if (version !== schemaVersion)
      await gather(transaction, { ...reading, schemaVersion: version }, kept, profile);
  const seen = taken.get(schemaVersion);
  if (seen === undefined) return;
  const window = mode === 'full' ? seen : withGathered(reading, kept, seen);
  const ticket = (await openTickets(transaction, connectionId)).find((open) => open.object === object);
  const isOwn = ticket === undefined || isMeaningKind(ticket.kind);
  if (!isOwn || (mode === 'incremental' && differentRows(window) < fewestGathered)) {
    await saveProfile(transaction, { ...reading, part: 'gathered' }, window);
    return;
  }
  const open = ticket === undefined ? [] : await changesOf(transaction, ticket.drift_event_id);
  const changes = judge(reading, baselineOf(reading, kept), window, open);
  if (changes.length > 0) {
    await saveProfile(transaction, { ...reading, part: 'suspect' }, window);
    await dropProfile(transaction, reading, 'gathered');
    await report(transaction, reading, changes);
    return;
  }
  await dropProfile(transaction, reading, 'suspect');
  if (ticket !== undefined) await closeTicket(transaction, reading, meaningKinds, 'healed');
  await trust(transaction, reading, kept, window);
};

const partOf = (
  { schemaVersion, mode }: Pick<EndedReading, 'schemaVersion' | 'mode'>,
  kept: readonly KeptProfile[],
  part: KeptProfile['part'],
): KeptProfile | undefined =>
  kept.find((one) => one.schemaVersion === schemaVersion && one.mode === mode && one.part === part);

const withGathered = (
  reading: EndedReading,
  kept: readonly KeptProfile[],
  seen: ObjectProfile,
): ObjectProfile => {
  const gathered = partOf(reading, kept, 'gathered');
  return gathered === undefined ? seen : mergeObjects(gathered.profile, seen);
};

const gather = async (
  transaction: TenantTransaction,
  reading: EndedReading,
  kept: readonly KeptProfile[],
  seen: ObjectProfile,
): Promise<void> => {
  await saveProfile(transaction, { ...reading, part: 'gathered' }, withGathered(reading, kept, seen));
};

/** The newest example: of rows of the same kind where there is one. */
const baselineOf = (reading: EndedReading, kept: readonly KeptProfile[]): KeptProfile | undefined => {
  const baselines = kept.filter(({ part }) => part === 'baseline');
  return baselines.find(({ mode }) => mode === reading.mode) ?? baselines[0];
};

/** A column's name as profiles have it: paths of mappings may quote it. */
const fieldName = (path: string): string => {
  const segments = readPath(path);
  const [first] = segments ?? [];
  return segments?.length === 1 && typeof first === 'string' ? first : path;
};

const judge = (
  { object, mode, reads, declared, key, changeField, pairs }: EndedReading,
  baseline: KeptProfile | undefined,
  now: ObjectProfile,
  open: readonly MeaningChange[],
): readonly MeaningChange[] => {
  if (baseline === undefined) return [];
  const { profile: before } = baseline;
  const common = { object, before, mapped: [...reads].map(fieldName), key: key.map(fieldName), changeField };
  const samePopulation = baseline.mode === mode;
  return combineChanges({
    open,
    records: judgePairs({ ...common, pairs }),
    values: judgeProfiles({ ...common, declared, now, samePopulation, whole: mode === 'full' }),
  });
};

/** What an open ticket of drifted meaning says. */
const changesOf = async (
  transaction: TenantTransaction,
  driftEventId: string,
): Promise<readonly MeaningChange[]> => {
  const newest = (await findDrift(transaction, driftEventId))?.changes[0]?.changes;
  return (newest ?? []) as unknown as readonly MeaningChange[];
};

const severities = ['breaking', 'risky', 'harmless'] as const;

const report = async (
  transaction: TenantTransaction,
  { connectionId, object, schemaVersion, traceId }: EndedReading,
  changes: readonly MeaningChange[],
): Promise<void> => {
  const gravest = severities.flatMap((grade) => changes.filter(({ severity }) => severity === grade))[0];
  if (gravest === undefined) return;
  const signature = changes.map(({ kind, field, becomes }) => [field, kind, becomes]).sort();
  await openTicket(transaction, {
    connectionId,
    object,
    kind: gravest.kind,
    severity: gravest.severity,
    digest: sha256(`meaning ${schemaVersion} ${JSON.stringify(signature)}`),
    lost: [],
    changes: changes.map(withCure),
    detail: {
      fields: changes.map(({ field }) => field),
      evidence: changes.flatMap(({ field, evidence }) => evidence.map((sentence) => `${field}: ${sentence}`)),
    },
    fromVersion: schemaVersion,
    toVersion: schemaVersion,
    traceId,
  });
};

const trust = async (
  transaction: TenantTransaction,
  reading: EndedReading,
  kept: readonly KeptProfile[],
  window: ObjectProfile,
): Promise<void> => {
  const example = partOf(reading, kept, 'baseline');
  if (reading.mode === 'incremental') {
    const profile = example === undefined ? window : mergeObjects(example.profile, window);
    await saveProfile(transaction, { ...reading, part: 'baseline' }, profile);
    await dropProfile(transaction, reading, 'gathered');
    return;
  }
  const size = example === undefined ? 0 : window.rows / Math.max(1, example.profile.rows);
  const holds =
    example !== undefined && example.age < staysSeconds && size < otherSize && size * otherSize > 1;
  await saveProfile(transaction, { ...reading, part: holds ? 'gathered' : 'baseline' }, window);
  if (!holds) await dropProfile(transaction, reading, 'gathered');
};
