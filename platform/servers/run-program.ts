import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { Fault } from '../../domain/faults.ts';
import { boundToParent } from './death-signal.ts';

export interface ProgramRun {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly folder?: string;
  readonly timeoutMs: number;
  /** Long builds leave the processors to whoever else needs them. */
  readonly lowPriority?: boolean;
}

/** Runs a program to its end and answers its standard output. Throws `internal` with its last lines when it fails. */
export const runProgram = (run: ProgramRun): Promise<string> =>
  new Promise((resolve, reject) => {
    const [program, ...words] = boundToParent({ ...run, stopSignal: 'SIGTERM' });
    const child = spawn(program, words, {
      cwd: run.folder,
      env: { ...run.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: run.timeoutMs,
    });
    const output: string[] = [];
    const complaints: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    const fail = (why: string): void => {
      // What it complains of tells more than what it had done until then.
      const told = (output.join('') + complaints.join('')).trimEnd().split('\n').slice(-20).join('\n');
      reject(new Fault('internal', `${run.program} ${run.arguments[0] ?? ''}: ${why}\n${told}`));
    };
    child.once('error', (error) => {
      fail(error.message);
    });
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output.join(''));
      else fail(`ended with ${signal ?? `code ${code ?? '?'}`}`);
    });
    if (run.lowPriority === true && child.pid !== undefined) setPriority(child.pid, 10);
  });
