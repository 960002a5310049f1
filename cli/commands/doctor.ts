import Table from 'cli-table3';
import type { Command } from 'commander';
import type { Check } from '../doctor/check.ts';
import { checkConfiguration } from '../doctor/configuration-check.ts';
import { checkMachine } from '../doctor/machine-checks.ts';
import { checkRunning } from '../doctor/running-check.ts';
import { checkServers } from '../doctor/server-checks.ts';
import { exitCodes } from '../exit-code.ts';
import { installation } from '../installation.ts';
import { terminalOf } from '../terminal.ts';

/** `autonomos doctor`: one line per part, with cause and cure; changes nothing. */
export const registerDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('say for every part whether it is fine, and the command that cures it')
    .action(async (_options: unknown, command: Command) => {
      const terminal = terminalOf(command);
      const checks = await examine(terminal.progress);
      const healthy = checks.every(({ status }) => status !== 'fail');
      terminal.result(checkTable(checks), { healthy, checks: checks.map((check) => ({ ...check })) });
      process.exitCode = healthy ? exitCodes.ok : exitCodes.failed;
    });
};

const examine = async (onProgress: (line: string) => void): Promise<Check[]> => {
  const tools = { toolsFolder: installation.toolsFolder, environment: process.env, onProgress };
  const [servers, running] = await Promise.all([checkServers(tools), checkRunning()]);
  return [...checkMachine(), checkConfiguration(process.env), ...servers, running];
};

/** One line per part: no rules between rows. */
const linesOfRows = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

const checkTable = (checks: readonly Check[]): string => {
  const table = new Table({
    head: ['part', '', 'cause', 'cure'],
    style: { head: [], border: [] },
    chars: linesOfRows,
  });
  for (const { part, status, cause, cure } of checks) table.push([part, status, cause, cure ?? '']);
  return table.toString();
};
