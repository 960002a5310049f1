import pg from 'pg';

/** Nothing can be expected of the connection any more. */
export class ServerFrozen extends Error {}

const slowMs = 1_000;

/**
 * The answer, unless the server behind the pool is frozen: after a second, and each second on, another connection is asked.
 * A deadline alone would be wrong: a query may take its time, and so may a busy process to read what has long arrived.
 * Rejects with `ServerFrozen`; the connection that waits must then be given up.
 */
export const unlessFrozen = async <T>(pool: pg.Pool, answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  let done = false;
  const frozen = new Promise<never>((_resolve, reject) => {
    const watch = (): void => {
      timer = setTimeout(() => {
        void answers(pool).then((alive) => {
          if (done) return;
          if (alive) watch();
          else reject(new ServerFrozen('The server does not answer'));
        });
      }, slowMs);
    };
    watch();
  });
  try {
    return await Promise.race([answer, frozen]);
  } finally {
    done = true;
    clearTimeout(timer);
  }
};

/** Whether the server behind a pool answers a new connection within a second; those who ask at once share the answer. */
const answers = (pool: pg.Pool): Promise<boolean> => {
  const asked = asking.get(pool) ?? ask(pool).finally(() => asking.delete(pool));
  asking.set(pool, asked);
  return asked;
};
const asking = new WeakMap<pg.Pool, Promise<boolean>>();

const ask = async (pool: pg.Pool): Promise<boolean> => {
  const { connectionString } = pool.options;
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: slowMs, query_timeout: slowMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    client.end().catch(() => undefined);
  }
};
