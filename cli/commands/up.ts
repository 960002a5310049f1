import Table from 'cli-table3';
import type { Command } from 'commander';
import { bringUp } from '../bring-up.ts';
import type { Platform } from '../bring-up.ts';
import { exitCodes } from '../exit-code.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { aborted, orInterrupted, untilInterrupted } from '../until-interrupted.ts';

/** `autonomos up`: everything that the platform needs, until Ctrl-C. */
export const registerUp = (program: Command): void => {
  program
    .command('up')
    .description('start the servers, migrate, start worker and API, and stay until Ctrl-C')
    .action(async (_options: unknown, command: Command) => {
      process.exitCode = await untilInterrupted((interruption) => up(terminalOf(command), interruption));
    });
};

const up = async (terminal: Terminal, interruption: AbortSignal): Promise<number> => {
  const starting = bringUp({ environment: process.env, onProgress: terminal.progress, mongodb: false });
  const platform = await orInterrupted(starting, interruption);
  terminal.result(addressTable(platform), platform.addresses);
  terminal.progress('Ctrl-C stops everything.');
  const broken = await Promise.race([platform.broken, aborted(interruption)]);
  terminal.progress(broken === undefined ? 'Stopping …' : `Stopping, for ${broken}`);
  await platform.stop();
  return exitCodes.failed;
};

const addressTable = ({ addresses }: Platform): string => {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(...Object.entries(addresses));
  return table.toString();
};
