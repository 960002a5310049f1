/**
 * The process that builds a generation, so that neither its memory nor a fault of the engine touches the worker. The worker
 * tells it what to build and how to reach the database, and it ends when the worker does.
 */
import { isFault } from '../../../domain/faults.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { armFailpoint } from '../../../platform/failpoint.ts';
import { createLogger } from '../../../platform/logger.ts';
import { build } from './build.ts';
import type { FromBuilder, ToBuilder } from './protocol.ts';

const say = (message: FromBuilder): Promise<void> =>
  new Promise((told) => {
    if (process.send === undefined) told();
    else
      process.send(message, () => {
        told();
      });
  });

const work = async ({ options, databaseUrl, rolesKey, failpoint }: ToBuilder): Promise<void> => {
  armFailpoint(failpoint);
  const logger = createLogger('builder', 'warn');
  const pool = createPool({ databaseUrl, rolesKey, role: 'au_worker', max: 2, logger });
  try {
    const result = await build(pool, options, (progress) => void say({ kind: 'progress', ...progress }));
    await say({ kind: 'built', ...result });
  } finally {
    await pool.end();
  }
};

// A worker that is gone has been replaced, or will be: its build is of no use any more.
process.once('disconnect', () => process.exit(1));
process.once('message', (message: ToBuilder) => {
  work(message).then(
    () => process.exit(0),
    async (error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      await say({ kind: 'fault', code: isFault(error) ? error.code : 'internal', message: text });
      process.exit(1);
    },
  );
});
