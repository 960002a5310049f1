import type { Command } from 'commander';
import { Fault } from '../../domain/faults.ts';
import { migrate } from '../../migrations/migrate.ts';
import { installation } from '../installation.ts';
import { readRunning } from '../running-file.ts';
import { readSecrets } from '../secrets-file.ts';
import { terminalOf } from '../terminal.ts';

/** `autonomos migrate`: the database of DATABASE_URL, or of what runs here, brought to the newest schema. */
export const registerMigrate = (program: Command): void => {
  program
    .command('migrate')
    .description('bring the database (DATABASE_URL, or the one that `up` started) to the newest schema')
    .action(async (_options: unknown, command: Command) => {
      const environment = { ...readRunning(installation.runningFile)?.environment, ...process.env };
      const url = environment['DATABASE_URL'];
      if (url === undefined || url === '')
        throw new Fault('validation_failed', 'Set DATABASE_URL, or run "autonomos up" beside this');
      const secrets = readSecrets(installation.secretsFile, environment);
      const applied = await migrate(url, secrets.DATABASE_ROLES_KEY);
      const text = applied.length === 0 ? 'The database is up to date.' : applied.join('\n');
      terminalOf(command).result(text, { applied });
    });
};
