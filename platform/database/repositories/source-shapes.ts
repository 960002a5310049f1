import type { SourceObject } from '../../../domain/schema/types.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** Every shape in which an object was seen. */
export interface ObjectShapes {
  /** As it was approved. */
  readonly baseline: SourceObject;
  readonly baselineVersion: number;
  readonly current: SourceObject;
  readonly currentVersion: number;
  readonly currentFingerprint: string;
  readonly versions: ReadonlyMap<number, SourceObject>;
}

/** The shapes of an object; null where it was never seen. */
export const shapesOf = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<ObjectShapes | null> => {
  const rows = await db
    .selectFrom('source_schemas as s')
    .leftJoin('schema_baselines as b', (join) =>
      join
        .onRef('b.connection_id', '=', 's.connection_id')
        .onRef('b.object', '=', 's.object')
        .onRef('b.version', '=', 's.version'),
    )
    .select(['s.document', 's.version', 's.fingerprint', 'b.version as approved'])
    .where('s.connection_id', '=', connectionId)
    .where('s.object', '=', object)
    .orderBy('s.version', 'desc')
    .execute();
  const shapes = rows.map((row) => ({ ...row, document: row.document as unknown as SourceObject }));
  const [newest] = shapes;
  const approved = shapes.find((shape) => shape.approved !== null);
  if (newest === undefined || approved === undefined) return null;
  return {
    baseline: approved.document,
    baselineVersion: approved.version,
    current: newest.document,
    currentVersion: newest.version,
    currentFingerprint: newest.fingerprint,
    versions: new Map(shapes.map(({ version, document }) => [version, document])),
  };
};

/** Moves the approved baseline of an object. */
export const moveBaseline = async (
  { db }: TenantTransaction,
  {
    connectionId,
    object,
    version,
  }: { readonly connectionId: string; readonly object: string; readonly version: number },
): Promise<void> => {
  await db
    .updateTable('schema_baselines')
    .set({ version })
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .execute();
};

/** The stream goes on under its name, and with it its record keys, and reads the object of another name from now on. */
export const readUnderName = async (
  { db }: TenantTransaction,
  {
    connectionId,
    stream,
    object,
  }: { readonly connectionId: string; readonly stream: string; readonly object: string },
): Promise<void> => {
  await db
    .updateTable('streams')
    .set({ object })
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .execute();
};
