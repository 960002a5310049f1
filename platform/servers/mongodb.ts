import { MongoClient } from 'mongodb';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { findMongodb } from './mongodb-binary.ts';
import type { MongodbProgram } from './mongodb-binary.ts';
import { withProgress } from './progress.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { choosePorts, stopLeftover } from './server-state.ts';
import { spawnServer } from './spawn-server.ts';

export interface MongodbOptions extends StartOptions {
  /** Address of a server to use instead of an own one. */
  readonly given?: string | undefined;
}

export interface RunningMongodb extends RunningServer {
  /** FerretDB refuses some documents that a mongod takes; null when the server was given. */
  readonly kind: MongodbProgram['kind'] | null;
}

/** Finds or starts a MongoDB server, the demo's and the tests' source. Throws `source_unreachable` or `internal`. */
export const startMongodb = async (options: MongodbOptions): Promise<RunningMongodb> => {
  if (options.given !== undefined && options.given !== '') return await findGivenMongodb(options.given);
  const found = await findMongodb(options);
  return await withProgress(options.onProgress, 'MongoDB starts', async () => {
    const { folder } = options;
    const dataFolder = join(folder, found.kind);
    mkdirSync(dataFolder, { recursive: true });
    await stopLeftover(folder, 'SIGTERM');
    const [port = 0] = await choosePorts(folder, 1, options.port);
    const url = `mongodb://127.0.0.1:${port}/`;
    const { pid, stop } = await spawnServer({
      name: 'MongoDB',
      folder,
      program: found.program,
      arguments: words(found.kind, port, dataFolder),
      environment: options.environment,
      ports: [port],
      stopSignal: 'SIGTERM',
      isReady: () => answers(url),
    });
    return { name: 'MongoDB', url, port, source: found.source, pid, stop, kind: found.kind };
  });
};

const words = (kind: MongodbProgram['kind'], port: number, dataFolder: string): string[] =>
  kind === 'mongod'
    ? ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dataFolder]
    : ['-listen', `127.0.0.1:${port}`, '-folder', dataFolder];

const answers = async (url: string): Promise<boolean> => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2_000, connectTimeoutMS: 2_000 });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } finally {
    await client.close();
  }
};

export const findGivenMongodb = async (url: string): Promise<RunningMongodb> => {
  try {
    await answers(url);
  } catch (cause) {
    throw new Fault(
      'source_unreachable',
      'MONGODB_URI names a place where no MongoDB answers: start it, correct the address, or unset the variable',
      { cause },
    );
  }
  const port = Number(/:(\d+)(?:[/,?]|$)/.exec(url.replace(/^.*@/, ''))?.[1] ?? 27017);
  const stop = (): Promise<void> => Promise.resolve();
  return { name: 'MongoDB', url, port, source: 'env', pid: null, stop, kind: null };
};
