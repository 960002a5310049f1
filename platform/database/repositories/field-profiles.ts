import { sql } from 'kysely';
import { mergeObjects } from '../../../domain/profile/profile.ts';
import type { ObjectProfile } from '../../../domain/profile/profile.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type ReadMode = Tables['field_profiles']['mode'];
export type ProfilePart = Exclude<Tables['field_profiles']['part'], 'reading'>;

/** Whose values, under which version of its shape. */
export interface ProfiledShape {
  readonly connectionId: string;
  readonly object: string;
  readonly schemaVersion: number;
}

export interface ReadingProfile extends ProfiledShape {
  readonly mode: ReadMode;
  readonly epoch: number;
  readonly rows: number;
  /** JSON text. */
  readonly profile: string;
  /** The first batch of a read that began anew: what is left of earlier ones, which never ended, is forgotten. */
  readonly first: boolean;
}

/** Keeps what an attempt has seen of an object so far; belongs into the transaction of the batch that it ends with. */
export const keepReading = async (transaction: TenantTransaction, reading: ReadingProfile): Promise<void> => {
  const { connectionId, object, epoch } = reading;
  if (reading.first)
    await transaction.db
      .deleteFrom('field_profiles')
      .where('connection_id', '=', connectionId)
      .where('object', '=', object)
      .where('part', '=', 'reading')
      .where('epoch', '<', epoch)
      .execute();
  await save(transaction, { ...reading, part: 'reading' });
};

/** Takes what the attempts of a read have seen, by schema version; it is not there any more afterwards. */
export const takeReadings = async (
  { db }: TenantTransaction,
  { connectionId, object }: Omit<ProfiledShape, 'schemaVersion'>,
): Promise<ReadonlyMap<number, ObjectProfile>> => {
  const rows = await db
    .deleteFrom('field_profiles')
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('part', '=', 'reading')
    .returning(['schema_version', 'profile'])
    .execute();
  const taken = new Map<number, ObjectProfile>();
  for (const { schema_version: version, profile } of rows) {
    const known = taken.get(version);
    taken.set(version, known === undefined ? profile : mergeObjects(known, profile));
  }
  return taken;
};

export interface KeptProfile {
  readonly schemaVersion: number;
  readonly mode: ReadMode;
  readonly part: ProfilePart | 'reading';
  readonly profile: ObjectProfile;
  /** Seconds since it was written. */
  readonly age: number;
}

/** What is kept of an object up to a version of its shape, the newest version first. */
export const keptProfiles = async (
  { db }: TenantTransaction,
  { connectionId, object, schemaVersion }: ProfiledShape,
): Promise<readonly KeptProfile[]> => {
  const rows = await db
    .selectFrom('field_profiles')
    .select(['schema_version', 'mode', 'part', 'profile'])
    .select(sql<number>`extract(epoch from now() - updated_at)::float8`.as('age'))
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('schema_version', '<=', schemaVersion)
    .orderBy('schema_version', 'desc')
    .execute();
  return rows.map(({ schema_version, ...row }) => ({ ...row, schemaVersion: schema_version }));
};

/** Everything that was seen under one version of an object's shape; undefined where nothing was. */
export const profileOf = async (
  transaction: TenantTransaction,
  shape: ProfiledShape,
): Promise<ObjectProfile | undefined> => {
  const kept = (await keptProfiles(transaction, shape)).filter(
    ({ schemaVersion }) => schemaVersion === shape.schemaVersion,
  );
  // Rows that a ticket doubts are no example, unless there are no others.
  const sound = kept.filter(({ part }) => part !== 'suspect');
  const parts = (sound.length > 0 ? sound : kept).map(({ profile }) => profile);
  return parts.length === 0 ? undefined : parts.reduce(mergeObjects);
};

export interface MeasuredShape {
  readonly mode: ReadMode;
  readonly profile: ObjectProfile;
  readonly measuredAt: Date;
}

/**
 * What was measured last of an object as it is shaped now: of a whole read where there was one, else of records that had
 * changed; undefined where nothing was.
 */
export const newestMeasure = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<MeasuredShape | undefined> =>
  await db
    .selectFrom('field_profiles')
    .select(['mode', 'profile', 'updated_at as measuredAt'])
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('part', '<>', 'reading')
    .where('schema_version', '=', (newest) =>
      newest
        .selectFrom('source_schemas')
        .select(({ fn }) => fn.max('version').as('version'))
        .where('connection_id', '=', connectionId)
        .where('object', '=', object),
    )
    .orderBy(sql`mode = 'full'`, 'desc')
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Writes one part anew. */
export const saveProfile = (
  transaction: TenantTransaction,
  shape: ProfiledShape & { readonly mode: ReadMode; readonly part: ProfilePart },
  profile: ObjectProfile,
): Promise<void> =>
  save(transaction, { ...shape, epoch: 0, rows: profile.rows, profile: JSON.stringify(profile) });

const save = async (
  { db, tenantId }: TenantTransaction,
  {
    connectionId,
    object,
    schemaVersion,
    mode,
    part,
    epoch,
    rows,
    profile,
  }: Omit<ReadingProfile, 'first'> & { readonly part: ProfilePart | 'reading' },
): Promise<void> => {
  await db
    .insertInto('field_profiles')
    .values({
      tenant_id: tenantId,
      connection_id: connectionId,
      object,
      schema_version: schemaVersion,
      ...{ mode, part, epoch, rows, profile },
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'connection_id', 'object', 'schema_version', 'mode', 'part', 'epoch'])
        .doUpdateSet({ rows, profile, updated_at: sql<Date>`now()` }),
    )
    .execute();
};

/** Forgets one part. */
export const dropProfile = async (
  { db }: TenantTransaction,
  { connectionId, object, schemaVersion }: ProfiledShape,
  part: ProfilePart,
): Promise<void> => {
  await db
    .deleteFrom('field_profiles')
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('schema_version', '=', schemaVersion)
    .where('part', '=', part)
    .execute();
};

/** What was doubted is right from now on: people accepted that the values mean something else. */
export const trustSuspects = async (transaction: TenantTransaction, shape: ProfiledShape): Promise<void> => {
  for (const { schemaVersion, mode, part, profile } of await keptProfiles(transaction, shape)) {
    if (part !== 'suspect') continue;
    await saveProfile(transaction, { ...shape, schemaVersion, mode, part: 'baseline' }, profile);
    await dropProfile(transaction, { ...shape, schemaVersion }, 'suspect');
  }
};
