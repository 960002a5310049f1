import { sql } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** What was noted of these names at earlier looks at a connection. */
export const recallNotes = async (
  { db }: TenantTransaction,
  connectionId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Json>> => {
  const rows = await db
    .selectFrom('look_notes')
    .select(['name', 'note'])
    .where('connection_id', '=', connectionId)
    .where(sql<boolean>`name = any(${names})`)
    .execute();
  return new Map(rows.map(({ name, note }) => [name, note]));
};

/** Keeps notes beside the former ones, and forgets those of names that are not `present` any more. */
export const keepNotes = async (
  { db, tenantId }: TenantTransaction,
  connectionId: string,
  notes: ReadonlyMap<string, Json>,
  present: readonly string[],
): Promise<void> => {
  await sql`
    insert into au.look_notes (tenant_id, connection_id, name, note)
    select ${tenantId}, ${connectionId}, key, value from json_each(${JSON.stringify(Object.fromEntries(notes))}::json)
    on conflict (tenant_id, connection_id, name) do update set note = excluded.note, noted_at = now()`.execute(
    db,
  );
  await db
    .deleteFrom('look_notes')
    .where('connection_id', '=', connectionId)
    .where(sql<boolean>`name <> all(${present})`)
    .execute();
};
