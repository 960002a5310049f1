import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../../domain/faults.ts';
import type { FromReader, ReaderOptions, ToReader } from './protocol.ts';

/** One process that reads one published file; it answers one message at a time. */
interface Reader {
  readonly path: string;
  readonly child: ChildProcess;
  readonly spillFolder: string;
  readonly ready: Promise<FromReader>;
}

const script = fileURLToPath(new URL('./read-process.ts', import.meta.url));
const memoryMb = 256;
const spillMb = 1_024;
/** JavaScript's own part of the process: an answer has a limit of its own. */
const heapMb = 256;
const startMs = 30_000;
const idleMs = 20_000;
const mostIdle = 3;
const mostAtOnce = 4;
/** Of one tenant, so that nobody's long queries keep all others waiting. */
const mostOfOne = 2;

let started = 0;
const idle: { readonly reader: Reader; readonly timer: NodeJS.Timeout }[] = [];
const waiting: { readonly folder: string; readonly go: () => void }[] = [];
/** How many run now, by the tenant's folder. */
const running = new Map<string, number>();

/** The next message, or what the end of the process says. */
const answerOf = (child: ChildProcess, limitMs: number): Promise<FromReader> =>
  new Promise((settle) => {
    const finish = (message: FromReader): void => {
      clearTimeout(timer);
      child.off('message', finish);
      child.off('exit', died);
      child.off('error', died);
      settle(message);
    };
    const died = (): void => {
      finish({
        kind: 'fault',
        code: 'query_too_costly',
        message: 'The query needs more memory than it may have',
      });
    };
    const timer = setTimeout(() => {
      const message = `The query was ended after ${limitMs / 1000} s`;
      child.kill('SIGKILL');
      finish({ kind: 'fault', code: 'query_too_costly', message });
    }, limitMs);
    child.on('message', finish);
    child.once('exit', died);
    child.once('error', died);
  });

const start = (path: string, exportTo?: string): Reader => {
  started += 1;
  const file = resolve(path);
  const spillFolder = `${file}.read-${process.pid}-${started}`;
  const options: ReaderOptions = {
    file: basename(file),
    memoryMb,
    threads: 2,
    spillFolder,
    spillMb,
    ...(exportTo === undefined ? {} : { exportTo }),
  };
  // Nothing of our environment: whatever a query might find out, there is no secret in the process.
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, script, JSON.stringify(options)], {
    cwd: dirname(file),
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.once('close', () => {
    rm(spillFolder, { recursive: true, force: true }).catch(() => undefined);
  });
  return { path, child, spillFolder, ready: answerOf(child, startMs) };
};

const alive = ({ child }: Reader): boolean =>
  child.exitCode === null && child.signalCode === null && child.connected;

const take = (path: string): Reader => {
  const at = idle.findIndex(({ reader }) => reader.path === path && alive(reader));
  if (at < 0) return start(path);
  const [{ reader, timer }] = idle.splice(at, 1) as [(typeof idle)[number]];
  clearTimeout(timer);
  reader.child.ref();
  reader.child.channel?.ref();
  return reader;
};

/** Keeps a process for the next query of the same file, for a little while; it keeps nobody alive. */
const giveBack = (reader: Reader): void => {
  if (!alive(reader)) return;
  const end = (): void => {
    const at = idle.findIndex((waiting) => waiting.reader === reader);
    if (at >= 0) idle.splice(at, 1);
    reader.child.kill('SIGKILL');
  };
  const timer = setTimeout(end, idleMs);
  timer.unref();
  reader.child.unref();
  reader.child.channel?.unref();
  idle.push({ reader, timer });
  const oldest = idle.length > mostIdle ? idle.shift() : undefined;
  if (oldest === undefined) return;
  clearTimeout(oldest.timer);
  oldest.reader.child.kill('SIGKILL');
};

/** Lets those begin for whom there is a place, in the order in which they were asked for. */
const letBegin = (): void => {
  for (;;) {
    if (running.values().reduce((sum, count) => sum + count, 0) >= mostAtOnce) return;
    const at = waiting.findIndex(({ folder }) => (running.get(folder) ?? 0) < mostOfOne);
    if (at < 0) return;
    const [{ folder, go }] = waiting.splice(at, 1) as [(typeof waiting)[number]];
    running.set(folder, (running.get(folder) ?? 0) + 1);
    go();
  }
};

/** Few processes at a time, and of one folder fewer. */
const inTurn = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
  await new Promise<void>((go) => {
    waiting.push({ folder, go });
    letBegin();
  });
  try {
    return await work();
  } finally {
    const left = (running.get(folder) ?? 0) - 1;
    if (left > 0) running.set(folder, left);
    else running.delete(folder);
    letBegin();
  }
};

const asked = async (reader: Reader, message: ToReader, limitMs: number): Promise<FromReader> => {
  const ready = await reader.ready;
  // A process that ends while it opens the file has met a file that DuckDB cannot open.
  if (ready.kind !== 'ready')
    throw new Fault('registry_unavailable', 'The file of golden records cannot be opened here');
  const answer = answerOf(reader.child, limitMs);
  reader.child.send(message, () => undefined);
  return await answer;
};

/**
 * Sends one message to a process that reads this file, and answers what it says. A process that takes longer than the limit
 * is killed.
 * @param exportTo the one file that the message may write; such a process is not kept
 * @throws Fault `query_refused`, `query_invalid`, `query_too_costly`, `registry_unavailable`
 */
export const askReader = (
  path: string,
  message: ToReader,
  limitMs: number,
  exportTo?: string,
): Promise<Exclude<FromReader, { kind: 'fault' }>> =>
  inTurn(dirname(path), async () => {
    const reader = exportTo === undefined ? take(path) : start(path, exportTo);
    try {
      const answer = await asked(reader, message, limitMs);
      if (answer.kind === 'fault') throw new Fault(answer.code, answer.message);
      if (exportTo === undefined) giveBack(reader);
      else reader.child.kill('SIGKILL');
      return answer;
    } catch (error) {
      if (error instanceof Fault && ['query_refused', 'query_invalid'].includes(error.code)) giveBack(reader);
      else reader.child.kill('SIGKILL');
      throw error;
    }
  });
