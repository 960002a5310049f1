import { sql } from 'kysely';
import type { Fault } from '../../domain/faults.ts';
import {
  freeKey,
  keepAnswer,
  otherContent,
  takeKey,
} from '../../platform/database/repositories/idempotency-keys.ts';
import type { KeptAnswer, KeyUse } from '../../platform/database/repositories/idempotency-keys.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import type { Deps } from '../deps.ts';
import type { DetachedEndpoint, TransactionEndpoint } from '../endpoint.ts';
import { jsonAnswer, renderReply } from './answer.ts';
import type { Answer } from './answer.ts';
import { auditMutation, createNotes } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { keyUseOf } from './idempotency-use.ts';
import { faultOf, problemReply, statusOf } from './problem.ts';

/**
 * Layers 4 and 5 around a handler. A refusal (4xx) is an answer like any other: kept and audited, its effects rolled back.
 * What failed on our side or was only too early (5xx, 429) is thrown on, and the key stays free.
 */
export const runMutation = async (
  endpoint: TransactionEndpoint | DetachedEndpoint,
  exchange: Exchange,
  deps: Deps,
): Promise<Answer> => {
  const use = endpoint.secretReply ? undefined : keyUseOf(exchange);
  const answer =
    endpoint.runs === 'transaction'
      ? await inOneTransaction(endpoint, exchange, deps, use)
      : await inSteps(endpoint, exchange, deps, use);
  failpoint('after_effect_before_response');
  return answer;
};

const isFinal = (fault: Fault): boolean => statusOf(fault) < 500 && statusOf(fault) !== 429;

const refusal = (error: unknown, { request, traceId }: Exchange): Answer => {
  const fault = faultOf(error);
  if (!isFinal(fault)) throw error;
  const { status, headers, body } = problemReply(fault, request.path, traceId);
  return jsonAnswer(status, headers, body);
};

const replayed = ({ status, headers, body }: KeptAnswer): Answer => ({
  status,
  headers: { ...headers, 'Idempotency-Replayed': 'true' },
  body,
});

const inOneTransaction = (
  endpoint: TransactionEndpoint,
  exchange: Exchange,
  deps: Deps,
  use: KeyUse | undefined,
): Promise<Answer> =>
  withTenant(deps.pools.app, exchange.caller.tenantId, async (transaction) => {
    const kept = use === undefined ? undefined : await takeKey(transaction, use);
    if (kept !== undefined) return replayed(kept);
    const notes = createNotes();
    const answer = await attempt(transaction, exchange, async () => {
      const { params, query, body } = exchange.input;
      const call = { ...exchange, params, query, body, transaction, note: notes.note };
      return renderReply(endpoint, await endpoint.handle(call as never, deps), deps.checkReplies);
    });
    await auditMutation(transaction, endpoint, exchange, { status: answer.status, note: notes.all() });
    if (use !== undefined) await keepAnswer(transaction, use, answer);
    return answer;
  });

/** Runs the handler behind a savepoint, so that a refusal undoes its writes but not what the gateway still has to write. */
const attempt = async (
  { db }: TenantTransaction,
  exchange: Exchange,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  await sql`savepoint handler`.execute(db);
  try {
    return await work();
  } catch (error) {
    const answer = refusal(error, exchange);
    await sql`rollback to savepoint handler`.execute(db);
    return answer;
  }
};

const inSteps = async (
  endpoint: DetachedEndpoint,
  exchange: Exchange,
  deps: Deps,
  use: KeyUse | undefined,
): Promise<Answer> => {
  const inTenant = <T>(work: (transaction: TenantTransaction) => Promise<T>): Promise<T> =>
    withTenant(deps.pools.app, exchange.caller.tenantId, work);
  const kept = use === undefined ? undefined : await inTenant((transaction) => claim(transaction, use));
  if (kept !== undefined) {
    if ((await endpoint.isRepeat?.(exchange, kept, deps)) === false) throw otherContent();
    return replayed(kept);
  }
  const notes = createNotes();
  try {
    const { params, query, body } = exchange.input;
    const call = { ...exchange, params, query, body, inTenant, note: notes.note };
    const answer = await endpoint
      .handle(call as never, deps)
      .then((reply) => renderReply(endpoint, reply, deps.checkReplies))
      .catch((error: unknown) => refusal(error, exchange));
    await inTenant(async (transaction) => {
      await auditMutation(transaction, endpoint, exchange, { status: answer.status, note: notes.all() });
      if (use !== undefined) await keepAnswer(transaction, use, answer);
    });
    return answer;
  } catch (error) {
    if (use !== undefined) await inTenant((transaction) => freeKey(transaction, use)).catch(() => undefined);
    throw error;
  }
};

const claim = async (transaction: TenantTransaction, use: KeyUse): Promise<KeptAnswer | undefined> => {
  const kept = await takeKey(transaction, use);
  if (kept === undefined) await keepAnswer(transaction, use, undefined);
  return kept;
};
