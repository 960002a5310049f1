import type { Command } from 'commander';
import { runService } from '../run-service.ts';

/** `autonomos worker`: one more worker, beside those that poll already. */
export const registerWorker = (program: Command): void => {
  program
    .command('worker')
    .description('run a worker in the foreground; several share the work')
    .action(async () => {
      process.exitCode = await runService('temporal/worker.ts');
    });
};
