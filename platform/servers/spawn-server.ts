import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../domain/faults.ts';
import { boundToParent } from './death-signal.ts';
import { identify } from './process-identity.ts';
import { endProcess, writeServerState } from './server-state.ts';

export interface ServerCommand {
  readonly name: string;
  readonly folder: string;
  /** Where the program runs; default `folder`. */
  readonly workingFolder?: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly ports: readonly number[];
  /** The signal that the server takes as a request to end in order. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** Words for setpriv(1) that lower the rights of the program, before `--`. */
  readonly privileges?: readonly string[];
  /** Rejects or answers false until the server, which is process `pid`, does its work. */
  readonly isReady: (pid: number) => Promise<boolean>;
  readonly readyWithinMs?: number;
  /** How long it may take to end in order before it is killed; default 15 s. */
  readonly graceMs?: number;
  /** Default `folder/server.log`. */
  readonly logFile?: string;
}

export interface ServerProcess {
  readonly pid: number;
  /** How it ended, once it has. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

const defaultGraceMs = 15_000;
const running = new Set<ServerProcess>();

/** Ends everything that was started here and still runs, whoever holds it; for the way out of an interrupted process. */
export const stopAllServers = async (): Promise<void> => {
  await Promise.all([...running].map((server) => server.stop()));
};
const largestLogBytes = 10_000_000;

/**
 * Starts a server in a session of its own (a Ctrl-C in the terminal reaches only us, so that we end things in order), with
 * its output in `folder/server.log`, and waits until it is ready. On Linux the kernel sends it `stopSignal` when our process
 * dies in whatever way; elsewhere the next start in that folder ends the leftover.
 */
export const spawnServer = async (command: ServerCommand): Promise<ServerProcess> => {
  const { folder, name, stopSignal } = command;
  mkdirSync(folder, { recursive: true });
  const logFile = command.logFile ?? join(folder, 'server.log');
  const log = openLog(logFile);
  const [program, ...rest] = boundToParent(command);
  const child = spawn(program, rest, {
    cwd: command.workingFolder ?? folder,
    env: { ...command.environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(`it cannot be started (${error.message})`);
    });
    child.once('exit', (code, signal) => {
      resolve(`it ended with ${signal ?? `code ${code ?? '?'}`}`);
    });
  });
  child.unref();
  const known = identify(child.pid ?? 0);
  if (known !== null) writeServerState(folder, { process: known, ports: command.ports });
  const stop = async (): Promise<void> => {
    if (known !== null) await endProcess(known, stopSignal, command.graceMs ?? defaultGraceMs);
    running.delete(server);
  };
  const server: ServerProcess = { pid: child.pid ?? 0, ended, stop };
  running.add(server);
  const failure = await readyOrFailure(command, server);
  if (failure !== null) {
    await stop();
    throw new Fault('internal', `${name} did not start: ${failure}.\n${lastLines(logFile)}`);
  }
  return server;
};

/** Null when the server is ready, else why it will not be. */
const readyOrFailure = async (
  command: ServerCommand,
  { pid, ended }: ServerProcess,
): Promise<string | null> => {
  const limitMs = command.readyWithinMs ?? 60_000;
  const deadline = performance.now() + limitMs;
  for (;;) {
    const probe = command.isReady(pid).then(
      (ready) => (ready ? null : ''),
      () => '',
    );
    const answer = await Promise.race([probe, ended]);
    if (answer !== '') return answer;
    if (performance.now() > deadline) return `it was not ready within ${Math.round(limitMs / 1000)} s`;
    await Promise.race([sleep(40), ended]);
  }
};

const openLog = (file: string): number => {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) truncateSync(file);
  return openSync(file, 'a', 0o600);
};

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
