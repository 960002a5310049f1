import { stdin } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { Fault } from '../../domain/faults.ts';
import { apiUrl, signIn, signOut } from '../sign-in.ts';
import { terminalOf } from '../terminal.ts';

/** `autonomos login` and `logout`; the password is asked for, or read from AUTONOMOS_PASSWORD, never taken as an argument. */
export const registerLogin = (program: Command): void => {
  program
    .command('login')
    .description('sign in and stay signed in for later commands')
    .requiredOption('--email <address>', 'who signs in')
    .option('--url <address>', 'of the API; default: the one that runs here')
    .action(async (options: { readonly email: string; readonly url?: string }, command: Command) => {
      const url = apiUrl(options.url);
      await signIn(url, options.email, process.env['AUTONOMOS_PASSWORD'] ?? (await askPassword()));
      terminalOf(command).result(`Signed in at ${url}`, { url });
    });
  program
    .command('logout')
    .description('end the session')
    .action(async (_options: unknown, command: Command) => {
      await signOut();
      terminalOf(command).result('Signed out', {});
    });
};

/** Nothing of what is typed shows. */
const askPassword = async (): Promise<string> => {
  if (!stdin.isTTY) throw new Fault('validation_failed', 'Set AUTONOMOS_PASSWORD, or run this on a terminal');
  process.stderr.write('Password: ');
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const line = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
};
