import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../domain/faults.ts';
import { freePort, isPortFree } from './free-port.ts';
import { isRunning } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** What a server's folder remembers of its last start. */
export interface ServerState {
  readonly process: ProcessIdentity;
  readonly ports: readonly number[];
}

const fileIn = (folder: string): string => join(folder, 'server.json');

/** The last start, or null if there was none or the file is torn. */
export const readServerState = (folder: string): ServerState | null => {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as ServerState;
  } catch {
    return null;
  }
};

export const writeServerState = (folder: string, state: ServerState): void => {
  mkdirSync(folder, { recursive: true });
  const next = `${fileIn(folder)}.next`;
  writeFileSync(next, JSON.stringify(state));
  renameSync(next, fileIn(folder));
};

/** Ends a server of this folder that outlived the process which had started it. */
export const stopLeftover = async (folder: string, signal: NodeJS.Signals): Promise<void> => {
  const known = readServerState(folder)?.process;
  if (known !== undefined) await endProcess(known, signal, 10_000);
};

/** Sends the signal, waits, and kills what does not end within `graceMs`. */
export const endProcess = async (
  known: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> => {
  send(known, signal);
  const deadline = performance.now() + graceMs;
  while (isRunning(known) && performance.now() < deadline) await sleep(20);
  send(known, 'SIGKILL');
  while (isRunning(known)) await sleep(20);
};

const send = (known: ProcessIdentity, signal: NodeJS.Signals): void => {
  if (!isRunning(known)) return;
  try {
    process.kill(known.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/**
 * `count` ports for a server: the demanded one first, else those of the last start where they are free. Throws `conflict`
 * when a demanded port is taken.
 */
export const choosePorts = async (
  folder: string,
  count: number,
  demanded: number | undefined,
): Promise<number[]> => {
  const former = readServerState(folder)?.ports ?? [];
  const ports: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const wanted = index === 0 ? (demanded ?? former[0]) : former[index];
    const usable = wanted !== undefined && !ports.includes(wanted) && (await isPortFreeSoon(wanted));
    if (index === 0 && demanded !== undefined && !usable)
      throw new Fault(
        'conflict',
        `Port ${demanded} on 127.0.0.1 is taken: end what listens there or choose another port`,
      );
    ports.push(usable ? wanted : await freePort());
  }
  return ports;
};

/** The kernel may hold the port of a process that has just been killed for a moment longer. */
const isPortFreeSoon = async (port: number): Promise<boolean> => {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    if (await isPortFree(port)) return true;
    await sleep(50);
  }
  return false;
};
