import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';

export type AuditRow = Selectable<Tables['audit_log']>;

export interface AuditEntry {
  /** A user's id, or the name of a part of the system. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
  /** SHA-256 of the subject's state before and after; the state itself is not kept here. */
  readonly before: Buffer | null;
  readonly after: Buffer | null;
  /** HTTP status that the mutation ended with. */
  readonly status: number;
  readonly ip: string | null;
  readonly traceId: string;
}

/** Appends to the tenant's audit log, which no role can change afterwards. */
export const appendAudit = async ({ db, tenantId }: TenantTransaction, entry: AuditEntry): Promise<void> => {
  await db
    .insertInto('audit_log')
    .values({
      tenant_id: tenantId,
      audit_id: randomUUID(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      before_digest: entry.before,
      after_digest: entry.after,
      status: entry.status,
      ip: entry.ip,
      trace_id: entry.traceId,
    })
    .execute();
};

// A Date holds milliseconds only; a cursor made of it would skip or repeat rows of the same millisecond.
const microseconds = sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as(
  'at_text',
);

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: 'done' | 'refused' | 'failed' | undefined;
  /** ISO 8601; from `since` on, before `until`. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export type ListedAudit = AuditRow & { readonly at_text: string };

const statuses = { done: [0, 399], refused: [400, 499], failed: [500, 999] } as const;

/** The newest rows first, behind `after` (time in ISO 8601 with microseconds, id). */
export const listAudit = async (
  { db }: TenantTransaction,
  { actor, action, outcome, since, until }: AuditFilter,
  limit: number,
  after: { readonly at: string; readonly id: string } | undefined,
): Promise<readonly ListedAudit[]> => {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .select(microseconds)
    .orderBy('at', 'desc')
    .orderBy('audit_id', 'desc')
    .limit(limit);
  if (actor !== undefined) query = query.where('actor', '=', actor);
  if (action !== undefined) query = query.where('action', '=', action);
  if (outcome !== undefined) {
    const [least, most] = statuses[outcome];
    query = query.where('status', '>=', least).where('status', '<=', most);
  }
  if (since !== undefined) query = query.where('at', '>=', new Date(since));
  if (until !== undefined) query = query.where('at', '<', new Date(until));
  if (after !== undefined)
    query = query.where(sql<boolean>`(at, audit_id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  return await query.execute();
};
