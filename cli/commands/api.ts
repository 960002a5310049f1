import type { Command } from 'commander';
import { runService } from '../run-service.ts';

/** `autonomos api`: the API process, with the console unless SERVE_CONSOLE is false. */
export const registerApi = (program: Command): void => {
  program
    .command('api')
    .description('run the API in the foreground; HOST and PORT say where it listens')
    .action(async () => {
      process.exitCode = await runService('api/server.ts');
    });
};
