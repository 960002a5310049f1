import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Announcement } from '../../../domain/notifications.ts';
import { microseconds, olderThan } from '../keyset.ts';
import type { TimePosition } from '../keyset.ts';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type ListedNotice = Selectable<Tables['notices']> & {
  /** When this reader marked it; what was told before he came was never his to read. Null: not yet. */
  readonly read_at: Date | null;
  readonly position: string;
};

/** Keeps for the console what people are told; the same words (`once`) again are nothing new. */
export const keepNotice = async (
  { db, tenantId }: TenantTransaction,
  { kind, subject, text, path, once }: Announcement,
): Promise<void> => {
  await db
    .insertInto('notices')
    .values({
      tenant_id: tenantId,
      notice_id: randomUUID(),
      kind,
      subject_kind: subject.kind,
      subject_id: subject.id,
      text,
      path,
      once,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'once']).doNothing())
    .execute();
};

/** What the tenant's people were told, newest first, behind `after`, with what this one has read of it. */
export const listNotices = async (
  { db }: TenantTransaction,
  userId: string,
  limit: number,
  after: TimePosition | undefined,
): Promise<readonly ListedNotice[]> => {
  const query = db
    .selectFrom('notices as n')
    .leftJoin('notice_reads as r', (join) =>
      join.onRef('r.notice_id', '=', 'n.notice_id').on('r.user_id', '=', userId),
    )
    .leftJoin('users as u', (join) =>
      join.on('u.user_id', '=', userId).onRef('u.created_at', '>', 'n.created_at'),
    )
    .selectAll('n')
    .select(
      sql<Date | null>`coalesce(r.read_at, case when u.user_id is not null then n.created_at end)`.as(
        'read_at',
      ),
    )
    .select(microseconds('n.created_at').as('position'))
    .orderBy('n.created_at', 'desc')
    .orderBy('n.notice_id', 'desc')
    .limit(limit);
  const rest = after === undefined ? query : query.where(olderThan('n.created_at', 'n.notice_id', after));
  return await rest.execute();
};

/** How many this one has not read; what was told before he came is not his to read. */
export const countUnread = async ({ db }: TenantTransaction, userId: string): Promise<number> => {
  const { unread } = await db
    .selectFrom('notices as n')
    .innerJoin('users as u', (join) =>
      join.on('u.user_id', '=', userId).onRef('u.created_at', '<=', 'n.created_at'),
    )
    .where((on) =>
      on.not(
        on.exists(
          on
            .selectFrom('notice_reads as r')
            .select('r.notice_id')
            .whereRef('r.notice_id', '=', 'n.notice_id')
            .where('r.user_id', '=', userId),
        ),
      ),
    )
    .select(sql<number>`count(*)::integer`.as('unread'))
    .executeTakeFirstOrThrow();
  return unread;
};

/**
 * Marks these, or all told before then, as read by one person; answers how many that were, marked before or not. Ids that are
 * not the tenant's are nothing.
 */
export const markRead = async (
  { db, tenantId }: TenantTransaction,
  userId: string,
  which: { readonly noticeIds: readonly string[] } | { readonly before: Date },
): Promise<number> => {
  const all = db.selectFrom('notices').select('notice_id');
  const chosen = await (
    'before' in which
      ? all.where('created_at', '<', which.before)
      : all.where('notice_id', 'in', which.noticeIds)
  ).execute();
  if (chosen.length === 0) return 0;
  await sql`
    insert into au.notice_reads (tenant_id, user_id, notice_id)
    select ${tenantId}, ${userId}, id from unnest(${chosen.map(({ notice_id }) => notice_id)}::uuid[]) id
    on conflict do nothing`.execute(db);
  return chosen.length;
};

/** Days that people are shown what they were told. */
const daysKept = 90;

/** Deletes notices that nobody will ask for any more, and who had read them. */
export const trimNotices = async ({ client }: TenantTransaction): Promise<void> => {
  await client.query(`delete from au.notices where created_at < now() - make_interval(days => $1)`, [
    daysKept,
  ]);
};
