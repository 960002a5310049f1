import type { Command } from 'commander';
import type { Json } from '../domain/json.ts';

/** Where a command speaks: results to standard output (text, or JSON with --json), everything else to standard error. */
export interface Terminal {
  readonly json: boolean;
  /** The command's answer; `text` for a person, `value` for a program. */
  readonly result: (text: string, value: Json) => void;
  /** A line on the way. */
  readonly progress: (line: string) => void;
}

/** The terminal of a command, by its global flags. */
export const terminalOf = (command: Command): Terminal => {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
  return {
    json,
    result: (text, value) => {
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`);
    },
    progress: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
};
