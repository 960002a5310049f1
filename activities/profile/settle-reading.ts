import { isLostBy, readPath, resolvePath } from '../../domain/mapping/path.ts';
import { differentRows } from '../../domain/profile/compare.ts';
import { combineChanges } from '../../domain/profile/combine-changes.ts';
import { withCure } from '../../domain/profile/cure.ts';
import { judgePairs } from '../../domain/profile/judge-pairs.ts';
import { judgeProfiles, otherSize } from '../../domain/profile/judge-profiles.ts';
import { isMeaningKind, meaningKinds, signatureOf } from '../../domain/profile/meaning.ts';
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
import { keepMeaning, takeMeaning } from '../../platform/database/repositories/kept-meaning.ts';
import type { StandingMeaning } from '../../platform/database/repositories/kept-meaning.ts';
import { lockShapes } from '../../platform/database/repositories/known-shapes.ts';
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
 * of drifted meaning, and learns what is right. While the object has a ticket of another kind, rows are only gathered, and what
 * the same records show before and after the read, which no later read can tell, is kept in that ticket; it opens one of its own
 * when that one is closed.
 */
export const settleReading = async (transaction: TenantTransaction, reading: EndedReading): Promise<void> => {
  const { connectionId, schemaVersion, mode } = reading;
  // Observer and other reads may look at the object's ticket too.
  await lockShapes(transaction, connectionId);
  const taken = await takeReadings(transaction, reading);
  const kept = await keptProfiles(transaction, reading);
  for (const [version, profile] of taken)
    if (version !== schemaVersion)
      await gather(transaction, { ...reading, schemaVersion: version }, kept, profile);
  const seen = taken.get(schemaVersion);
  const window = seen === undefined || mode === 'full' ? seen : withGathered(reading, kept, seen);
  const standing = await takeMeaning(transaction, reading);
  const example = baselineOf(reading, kept);
  const records = example === undefined ? [] : judgeRecords(reading, example, standing.ticket?.lost ?? []);
  if (window !== undefined && isJudged(reading, standing, window)) {
    const values = example === undefined ? [] : judgeValues(reading, example, window);
    const changes = combineChanges({ open: standing.changes, records, values });
    await settle(transaction, reading, { changes, kept, window });
    return;
  }
  if (window !== undefined) await saveProfile(transaction, { ...reading, part: 'gathered' }, window);
  await settleRecords(transaction, reading, standing, records);
};

/** About the values of an object, or none: another ticket comes first, and the values wait. */
const isOwn = ({ ticket }: StandingMeaning): boolean => ticket === undefined || isMeaningKind(ticket.kind);

const isJudged = ({ mode }: EndedReading, standing: StandingMeaning, window: ObjectProfile): boolean =>
  isOwn(standing) && (mode === 'full' || differentRows(window) >= fewestGathered);

const settle = async (
  transaction: TenantTransaction,
  reading: EndedReading,
  judged: {
    readonly changes: readonly MeaningChange[];
    readonly kept: readonly KeptProfile[];
    readonly window: ObjectProfile;
  },
): Promise<void> => {
  const { changes, kept, window } = judged;
  if (changes.length > 0) {
    await saveProfile(transaction, { ...reading, part: 'suspect' }, window);
    await dropProfile(transaction, reading, 'gathered');
    await report(transaction, reading, changes);
    return;
  }
  await heal(transaction, reading);
  await trust(transaction, reading, kept, window);
};

/** Where values are not judged records still are: what they show is seen in this read alone. */
const settleRecords = async (
  transaction: TenantTransaction,
  reading: EndedReading,
  standing: StandingMeaning,
  records: readonly MeaningChange[],
): Promise<void> => {
  const { ticket, changes: open } = standing;
  const changes = combineChanges({ open, records, values: open.filter(({ by }) => by === 'values') });
  if (ticket !== undefined && !isOwn(standing))
    await keepMeaning(transaction, ticket, changes.map(withCure), reading.traceId);
  else if (ticket === undefined || records.length > 0)
    await (changes.length > 0 ? report(transaction, reading, changes) : heal(transaction, reading));
};

/** All is as it was. */
const heal = async (transaction: TenantTransaction, reading: EndedReading): Promise<void> => {
  await dropProfile(transaction, reading, 'suspect');
  await closeTicket(transaction, reading, meaningKinds, 'healed');
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

/** What both judges are asked about; fields that are gone or retyped are the business of the ticket that says so. */
const questionOf = (
  { object, reads, key, changeField }: EndedReading,
  { profile }: KeptProfile,
  lost: readonly string[],
) => {
  const gone = lost.map((path) => resolvePath(path, new Set([path])));
  const isLeft = (path: string): boolean =>
    !lost.includes(path) && !gone.some((one) => isLostBy(readPath(path) ?? [path], one));
  const mapped = [...reads].filter(isLeft).map(fieldName);
  return { object, before: profile, mapped, key: key.map(fieldName), changeField };
};

const judgeRecords = (
  reading: EndedReading,
  example: KeptProfile,
  lost: readonly string[],
): readonly MeaningChange[] => judgePairs({ ...questionOf(reading, example, lost), pairs: reading.pairs });

const judgeValues = (
  reading: EndedReading,
  example: KeptProfile,
  now: ObjectProfile,
): readonly MeaningChange[] => {
  const { declared, mode } = reading;
  const samePopulation = example.mode === mode;
  return judgeProfiles({
    ...questionOf(reading, example, []),
    ...{ declared, now, samePopulation, whole: mode === 'full' },
  });
};

const severities = ['breaking', 'risky', 'harmless'] as const;

const report = async (
  transaction: TenantTransaction,
  { connectionId, object, schemaVersion, traceId }: EndedReading,
  changes: readonly MeaningChange[],
): Promise<void> => {
  const gravest = severities.flatMap((grade) => changes.filter(({ severity }) => severity === grade))[0];
  if (gravest === undefined) return;
  await openTicket(transaction, {
    connectionId,
    object,
    kind: gravest.kind,
    severity: gravest.severity,
    digest: sha256(`meaning ${schemaVersion} ${signatureOf(changes)}`),
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
