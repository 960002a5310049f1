import { sql } from 'kysely';
import { Fault } from '../../../domain/faults.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** One use of an Idempotency-Key: who, where, and with what content. */
export interface KeyUse {
  readonly principal: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly bodyHash: Buffer;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long an answer is kept, and after which time a first request that never ended is taken for dead. */
const keptFor = sql`interval '24 hours'`;
const deadAfter = sql`interval '2 minutes'`;

/**
 * Takes the key for this transaction and answers what was kept for it, or undefined for its first use. The lock ends with
 * the transaction, also when its process dies, so a key is never stuck.
 * Throws `idempotency_in_flight` while the first request runs, `idempotency_mismatch` for another content.
 */
export const takeKey = async (
  transaction: TenantTransaction,
  use: KeyUse,
): Promise<KeptAnswer | undefined> => {
  const lock = [transaction.tenantId, use.principal, use.method, use.path, use.key].join('\n');
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as taken
  `.execute(transaction.db);
  if (rows[0]?.taken !== true) throw inFlight();
  return await findAnswer(transaction, use);
};

const inFlight = (): Fault =>
  new Fault('idempotency_in_flight', 'The first request with this Idempotency-Key has not ended yet', {
    retryAfterSeconds: 1,
  });

/** The key has been used, and not for this. */
export const otherContent = (): Fault =>
  new Fault(
    'idempotency_mismatch',
    'This Idempotency-Key was used with another content; take a new key for a new request',
  );

const findAnswer = async ({ db }: TenantTransaction, use: KeyUse): Promise<KeptAnswer | undefined> => {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'status', 'headers', 'body'])
    .where('principal', '=', use.principal)
    .where('method', '=', use.method)
    .where('path', '=', use.path)
    .where('key', '=', use.key)
    .where('created_at', '>', sql<Date>`now() - ${keptFor}`)
    .where((where) =>
      where.or([where('status', 'is not', null), where('created_at', '>', sql<Date>`now() - ${deadAfter}`)]),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (!row.body_hash.equals(use.bodyHash)) throw otherContent();
  if (row.status === null) throw inFlight();
  return { status: row.status, headers: row.headers ?? {}, body: row.body?.toString() ?? '' };
};

/** Keeps the answer for later uses of the key; undefined marks the request as running. Sweeps some of what has expired. */
export const keepAnswer = async (
  { db, tenantId }: TenantTransaction,
  use: KeyUse,
  answer: KeptAnswer | undefined,
): Promise<void> => {
  const kept = {
    body_hash: use.bodyHash,
    status: answer?.status ?? null,
    headers: answer === undefined ? null : JSON.stringify(answer.headers),
    body: answer === undefined ? null : Buffer.from(answer.body),
    finished_at: answer === undefined ? null : sql<Date>`now()`,
  };
  await db
    .insertInto('idempotency_keys')
    .values({
      tenant_id: tenantId,
      principal: use.principal,
      method: use.method,
      path: use.path,
      key: use.key,
      ...kept,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'principal', 'method', 'path', 'key'])
        .doUpdateSet({ ...kept, created_at: sql<Date>`now()` }),
    )
    .execute();
  await sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys where created_at < now() - ${keptFor} limit 20
    ))
  `.execute(db);
};

/** Frees a key whose request failed on our side: the next use is a first one again. */
export const freeKey = async ({ db }: TenantTransaction, use: KeyUse): Promise<void> => {
  await db
    .deleteFrom('idempotency_keys')
    .where('principal', '=', use.principal)
    .where('method', '=', use.method)
    .where('path', '=', use.path)
    .where('key', '=', use.key)
    .where('status', 'is', null)
    .execute();
};
