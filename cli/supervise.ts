import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isPortFree } from '../platform/servers/free-port.ts';
import { choosePorts, readServerState, stopLeftover } from '../platform/servers/server-state.ts';
import { spawnServer } from '../platform/servers/spawn-server.ts';
import type { ServerProcess } from '../platform/servers/spawn-server.ts';
import { installation } from './installation.ts';
import { serviceWords } from './service-words.ts';

export interface Service {
  /** Also the name of its log, `.autonomos/logs/<name>.log`. */
  readonly name: string;
  /** Path of its TypeScript file below the checkout. */
  readonly script: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly ports?: readonly number[];
  /** Answers true once it, process `pid`, does its work; default: at once. */
  readonly isReady?: (pid: number) => Promise<boolean>;
  readonly readyWithinMs?: number;
}

/** A worker gets its 25 s to bring activities to a batch boundary. */
const graceMs = 30_000;

/** The service's folder under `.autonomos/`, which remembers its process and ports. */
const folderOf = (name: string): string => join(installation.folder, name);

/**
 * Starts one of our own processes by path, under this Node. It is not started again when it ends (`ended` tells); it gets a
 * SIGTERM when we stop it or die.
 */
export const supervise = async (service: Service): Promise<ServerProcess> => {
  const { name } = service;
  mkdirSync(installation.logsFolder, { recursive: true });
  await stopLeftover(folderOf(name), 'SIGTERM');
  return await spawnServer({
    name,
    folder: folderOf(name),
    workingFolder: installation.root,
    program: process.execPath,
    arguments: serviceWords(service.script),
    environment: service.environment,
    ports: service.ports ?? [],
    stopSignal: 'SIGTERM',
    graceMs,
    logFile: join(installation.logsFolder, `${name}.log`),
    isReady: service.isReady ?? (() => Promise.resolve(true)),
    ...(service.readyWithinMs === undefined ? {} : { readyWithinMs: service.readyWithinMs }),
  });
};

/** A port for a service: the demanded one (throws `conflict` when it is taken), else its former one, else `usual`, else a free one. */
export const servicePort = async (
  name: string,
  demanded: number | undefined,
  usual: number,
): Promise<number> => {
  const isFirstStart = readServerState(folderOf(name)) === null;
  if (demanded === undefined && isFirstStart && (await isPortFree(usual))) return usual;
  const [port = 0] = await choosePorts(folderOf(name), 1, demanded);
  return port;
};
