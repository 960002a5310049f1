import type { GoldenSource } from '../../domain/dcl/views.ts';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { newestShape } from '../../platform/database/repositories/source-schemas.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';

/** What the stream last said of a source record: fields that no mapping reads are in `extras`. */
export const readSource = async (
  { client }: TenantTransaction,
  { seq }: Pick<GoldenSource, 'seq'>,
): Promise<{ readonly extras: Readonly<Record<string, Json>> }> => {
  const { rows } = await client.query<{ extras: Record<string, Json> | null }>(
    'select extras from au.canonical_events where seq = $1',
    [seq],
  );
  return { extras: rows[0]?.extras ?? {} };
};

/** The object that a stream reads now, in its newest shape; the stream keeps its name when a source renames the object. */
export const objectOfStream = async (
  transaction: TenantTransaction,
  connectionId: string,
  stream: string,
): Promise<SourceObject> => {
  const row = await transaction.db
    .selectFrom('streams')
    .select('object')
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not_found', `Nothing was ever read as ${stream}`);
  return (await newestShape(transaction, connectionId, row.object)).object;
};
