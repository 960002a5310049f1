import type { Command } from 'commander';

/** The command under which others are grouped (`map`, `schema`), made at its first use. */
export const groupCommand = (program: Command, name: string, description: string): Command =>
  program.commands.find((command) => command.name() === name) ??
  program.command(name).description(description);
