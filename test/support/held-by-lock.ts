import type { TestDatabase } from './test-database.ts';
import { until } from './test-platform.ts';

/** Of the tenant whose events are numbered: no batch of it is written while it is held. */
export const counter = 'select last from au.canonical_counters for update';

/** Does something while a job is held up by a lock; `waits`: it waits for the batch that is being written. */
export const whileHeldBy = async <T>(
  { admin }: TestDatabase,
  lock: string,
  waits: boolean,
  act: () => Promise<T>,
): Promise<T> => {
  const client = await admin.connect();
  const waiting = async (count: number): Promise<void> =>
    until(`${count} wait`, async () => {
      // Outside the transaction that holds the lock: within one, pg_stat_activity shows whoever was there at its first look.
      const { rows: locks } = await admin.query<{ count: string }>(
        `select count(distinct pid) from pg_locks where not granted and pid in
           (select pid from pg_stat_activity where datname = current_database())`,
      );
      return Number(locks[0]?.count) >= count;
    });
  try {
    await client.query('begin');
    await client.query(lock);
    await waiting(1);
    const done = act();
    await (waits ? waiting(2) : done);
    await client.query('commit');
    return await done;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};
