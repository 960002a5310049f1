import type pg from 'pg';
import { isFault } from '../domain/faults.ts';
import { callbackKey } from '../platform/callback-key.ts';
import type { Config } from '../platform/config.ts';
import { noteCallback, openCallback } from '../platform/database/repositories/callback-deliveries.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Secrets } from '../platform/secrets.ts';
import { postSigned } from './post-signed.ts';
import { textOf } from './relay.ts';
import type { Effect } from './relay.ts';

interface CallbackDeps {
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly config: Pick<Config, 'EGRESS_ALLOW' | 'JWT_SECRET'>;
}

/** After these a callback is of no use any more. */
const giveUpAfterMs = 24 * 3_600_000;
/** Characters of an error that are kept. */
const errorLength = 300;

/**
 * Posts what became of a task to the address that its caller named, and keeps in its log what was answered. All deliveries of a
 * task carry one id, so that a receiver can tell a repeat.
 */
export const createCallbackEffect =
  ({ pool, secrets, config }: CallbackDeps): Effect =>
  async ({ tenantId, id, payload }) => {
    const found = await withTenant(pool, tenantId, ({ db }) =>
      db
        .selectFrom('tasks as t')
        .innerJoin('callback_deliveries as d', 'd.task_id', 't.task_id')
        .select(['t.task_id', 't.kind', 't.state', 't.result', 't.error', 't.ended_at', 't.callback_sealed'])
        .select('d.created_at')
        .where('t.task_id', '=', textOf(payload, 'task_id'))
        .where('d.delivery_id', '=', id)
        .where('d.state', '=', 'pending')
        .executeTakeFirst(),
    );
    if (found === undefined) return;
    const { callback_sealed: sealed, created_at: since, ...task } = found;
    const message = { id: task.task_id, body: JSON.stringify({ type: 'task.ended', task }) };
    const { status, error, hopeless } = await attempt(async () => {
      const url = await withTenant(pool, tenantId, (transaction) =>
        openCallback(transaction, secrets, sealed),
      );
      return await postSigned(config, url, message, callbackKey(config, tenantId));
    });
    const isOver = hopeless || Date.now() - since.getTime() > giveUpAfterMs;
    const state = error === null ? 'delivered' : isOver ? 'failed' : 'pending';
    await withTenant(pool, tenantId, (transaction) =>
      noteCallback(transaction, id, { state, status, error }),
    );
    // The relay comes again, later each time.
    if (state === 'pending') throw new Error(`The callback: ${error ?? 'no answer'}`);
  };

/** Any answer but success is worth another attempt; an address that must not be reached is not. */
const attempt = async (
  post: () => Promise<number>,
): Promise<{ readonly status: number | null; readonly error: string | null; readonly hopeless: boolean }> => {
  try {
    const status = await post();
    return { status, error: status < 300 ? null : `answered ${status}`, hopeless: false };
  } catch (error) {
    if (!isFault(error)) throw error;
    // What a guard says names the host alone: the rest of the address may be a secret.
    return {
      status: null,
      error: error.message.slice(0, errorLength),
      hopeless: error.code === 'egress_refused',
    };
  }
};
