import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import { isMeaningKind } from '../../../domain/profile/meaning.ts';
import type { MeaningChange } from '../../../domain/profile/meaning.ts';
import type { SchemaChange } from '../../../domain/schema/changes.ts';
import type { Ticketed } from '../../../domain/schema/repaired-since.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { DriftOutcome } from '../../../domain/states/drift.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { appendEvent } from './event-log.ts';
import { takeMeaning } from './kept-meaning.ts';
import { addToOutbox } from './outbox.ts';

export interface SeenObject {
  readonly version: number;
  /** What the approved baseline looked like; the object itself where this is the first time it is seen. */
  readonly baseline: SourceObject;
  readonly baselineVersion: number;
  readonly fingerprint: string;
  readonly baselineFingerprint: string;
}

/**
 * Records what an object looks like now: a new version when its fingerprint differs from the newest one. The first version
 * is the baseline; afterwards only an applied or accepted repair moves it.
 */
export const seeObject = async (
  { db, tenantId }: TenantTransaction,
  connectionId: string,
  object: SourceObject,
  fingerprint: string,
): Promise<SeenObject> => {
  const newest = await db
    .selectFrom('source_schemas')
    .select(['version', 'fingerprint'])
    .where('connection_id', '=', connectionId)
    .where('object', '=', object.name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const version = newest?.fingerprint === fingerprint ? newest.version : (newest?.version ?? 0) + 1;
  const key = { tenant_id: tenantId, connection_id: connectionId, object: object.name };
  if (newest?.fingerprint !== fingerprint) {
    await db
      .insertInto('source_schemas')
      .values({ ...key, version, fingerprint, document: JSON.stringify(object) })
      .execute();
  }
  await db
    .insertInto('schema_baselines')
    .values({ ...key, version })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'connection_id', 'object']).doNothing())
    .execute();
  const baseline = await db
    .selectFrom('schema_baselines as b')
    .innerJoin('source_schemas as s', (join) =>
      join
        .onRef('s.connection_id', '=', 'b.connection_id')
        .onRef('s.object', '=', 'b.object')
        .onRef('s.version', '=', 'b.version'),
    )
    .select(['s.version', 's.fingerprint', 's.document'])
    .where('b.connection_id', '=', connectionId)
    .where('b.object', '=', object.name)
    .executeTakeFirstOrThrow();
  return {
    version,
    baseline: baseline.document as unknown as SourceObject,
    baselineVersion: baseline.version,
    fingerprint,
    baselineFingerprint: baseline.fingerprint,
  };
};

export interface Ticket {
  readonly connectionId: string;
  readonly object: string;
  /** What it is about, in one word: the gravest change's kind, or `quarantine_overflow`, `mass_deletion`, … */
  readonly kind: string;
  readonly severity: 'breaking' | 'risky' | 'harmless';
  /** Identifies the difference: the same one twice is the same ticket. */
  readonly digest: string;
  /** Source paths that are gone or retyped: mapped fields that read them are pending until the ticket closes. */
  readonly lost: readonly string[];
  readonly changes: readonly (SchemaChange | MeaningChange)[];
  readonly detail: Readonly<Record<string, Json>>;
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
  readonly traceId: string;
  /** `manual`: nothing can be proposed for it by its workflow; it waits until somebody asks. Default `open`. */
  readonly state?: 'open' | 'manual';
}

/**
 * Opens the object's ticket, or brings the open one up to date: a further change gives it a new digest. Writes the schema
 * change beside it, and wakes the ticket's repair workflow. Nothing happens when the open ticket already says the same.
 * Answers the ticket's id.
 */
export const openTicket = async (transaction: TenantTransaction, ticket: Ticket): Promise<string> => {
  const { db, tenantId } = transaction;
  const open = await db
    .selectFrom('drift_events')
    .select(['drift_event_id', 'kind', 'digest', 'detail'])
    .where('connection_id', '=', ticket.connectionId)
    .where('object', '=', ticket.object)
    .where('state', '<>', 'closed')
    .forUpdate()
    .executeTakeFirst();
  // A source that was put back and changed again the same way is on its way to be closed.
  if (open?.digest === ticket.digest && !('closing' in open.detail)) return open.drift_event_id;
  const id = open?.drift_event_id ?? randomUUID();
  // What values were seen to mean otherwise is said once: a ticket that is about something else by now keeps it.
  const meaning = isMeaningKind(ticket.kind) ? [] : (await takeMeaning(transaction, ticket)).changes;
  const values = {
    kind: ticket.kind,
    severity: ticket.severity,
    digest: ticket.digest,
    lost: JSON.stringify(ticket.lost),
    detail: JSON.stringify(meaning.length === 0 ? ticket.detail : { ...ticket.detail, meaning }),
    state: ticket.state ?? 'open',
  };
  if (open === undefined) {
    await db
      .insertInto('drift_events')
      .values({
        tenant_id: tenantId,
        drift_event_id: id,
        connection_id: ticket.connectionId,
        object: ticket.object,
        ...values,
      })
      .execute();
  } else {
    await db
      .updateTable('drift_events')
      .set({ ...values, updated_at: sql<Date>`now()` })
      .where('drift_event_id', '=', id)
      .execute();
  }
  await db
    .insertInto('schema_changes')
    .values({
      tenant_id: tenantId,
      change_id: randomUUID(),
      connection_id: ticket.connectionId,
      object: ticket.object,
      from_version: ticket.fromVersion,
      to_version: ticket.toVersion,
      changes: JSON.stringify(ticket.changes),
      drift_event_id: id,
    })
    .execute();
  await addToOutbox(transaction, 'repair_ticket', { drift_event_id: id, news: 'changed' });
  await appendEvent(transaction, {
    type: open === undefined ? 'drift.opened' : 'drift.updated',
    traceId: ticket.traceId,
    subject: { kind: 'drift_event', id },
    data: {
      connection_id: ticket.connectionId,
      object: ticket.object,
      kind: ticket.kind,
      severity: ticket.severity,
    },
  });
  return id;
};

/** Kinds of tickets that a source put back into its former shape closes by itself. */
const schemaKinds = [
  'added',
  'removed',
  'renamed',
  'retyped',
  'nullability',
  'values_added',
  'values_removed',
  'key_change',
  'object_removed',
  'access_lost',
];

/**
 * The source looks like its baseline again: nothing of the object's open schema ticket is lost any more, and its workflow
 * replays what was parked or pending and closes it as `healed`, unless told otherwise. Answers whether there was such a ticket.
 */
export const healTicket = async (
  transaction: TenantTransaction,
  {
    connectionId,
    object,
    traceId,
  }: { readonly connectionId: string; readonly object: string; readonly traceId: string },
  outcome: DriftOutcome = 'healed',
): Promise<boolean> => {
  const healing = await transaction.db
    .updateTable('drift_events')
    .set({
      state: 'applying',
      lost: '[]',
      detail: sql`detail || ${JSON.stringify({ closing: outcome })}::jsonb`,
      updated_at: sql<Date>`now()`,
    })
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .where('kind', 'in', schemaKinds)
    .where(sql<boolean>`not detail ? 'closing'`)
    .returning(['drift_event_id', 'kind', 'severity'])
    .executeTakeFirst();
  if (healing === undefined) return false;
  const { drift_event_id: id, kind, severity } = healing;
  await addToOutbox(transaction, 'repair_ticket', { drift_event_id: id, news: 'healed' });
  await appendEvent(transaction, {
    type: 'drift.updated',
    traceId,
    subject: { kind: 'drift_event', id },
    data: { connection_id: connectionId, object, kind, severity },
  });
  return true;
};

/** Closes the object's open ticket if it is of one of these kinds; answers whether there was one. */
export const closeTicket = async (
  transaction: TenantTransaction,
  {
    connectionId,
    object,
    traceId,
  }: { readonly connectionId: string; readonly object: string; readonly traceId: string },
  kinds: readonly string[],
  outcome: DriftOutcome,
): Promise<boolean> => {
  const closed = await transaction.db
    .updateTable('drift_events')
    .set({ state: 'closed', outcome, closed_at: sql<Date>`now()`, updated_at: sql<Date>`now()` })
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .where('kind', 'in', kinds)
    .returning('drift_event_id')
    .executeTakeFirst();
  if (closed === undefined) return false;
  await addToOutbox(transaction, 'repair_ticket', { drift_event_id: closed.drift_event_id, news: 'healed' });
  await appendEvent(transaction, {
    type: 'drift.closed',
    traceId,
    subject: { kind: 'drift_event', id: closed.drift_event_id },
    data: { connection_id: connectionId, object, outcome },
  });
  return true;
};

/** The shape that an object's open ticket is about, with what it still declares lost; undefined where none is about a shape. */
export const ticketedShape = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<Ticketed | undefined> => {
  const found = await db
    .selectFrom('drift_events as t')
    .innerJoin('source_schemas as s', (join) =>
      join
        .onRef('s.connection_id', '=', 't.connection_id')
        .onRef('s.object', '=', 't.object')
        .onRef('s.fingerprint', '=', 't.digest'),
    )
    .select(['s.document', 't.lost'])
    .where('t.connection_id', '=', connectionId)
    .where('t.object', '=', object)
    .where('t.state', '<>', 'closed')
    .where(sql<boolean>`not t.detail ? 'closing'`)
    .orderBy('s.version', 'desc')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return { shape: found.document as unknown as SourceObject, lost: found.lost };
};

/** The newest version of an object's shape, with what its open ticket declares lost. Throws when it was never seen. */
export const newestShape = async (
  { db }: TenantTransaction,
  connectionId: string,
  object: string,
): Promise<{ readonly object: SourceObject; readonly version: number; readonly lost: readonly string[] }> => {
  const newest = await db
    .selectFrom('source_schemas')
    .select(['version', 'document'])
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const ticket = await db
    .selectFrom('drift_events')
    .select('lost')
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  return {
    object: newest.document as unknown as SourceObject,
    version: newest.version,
    lost: ticket?.lost ?? [],
  };
};
