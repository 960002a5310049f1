import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../domain/faults.ts';
import type { Account } from './postgres-account.ts';
import { privilegesOf } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';

/** The release of PostgreSQL that the embedded programs are of; data of another release cannot be opened. */
const release = '18';

export interface Cluster {
  readonly dataFolder: string;
  readonly binaries: PostgresBinaries;
  readonly account: Account | null;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

/** The superuser's password of this folder, made at the first call. */
export const clusterPassword = (folder: string): string => {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    const next = `${file}.next`;
    writeFileSync(next, randomBytes(24).toString('hex'), { mode: 0o600 });
    renameSync(next, file);
  }
  return readFileSync(file, 'utf8');
};

/** Makes the cluster where there is none. It gets its name only when it is complete: a killed start begins anew. */
export const ensureCluster = async (cluster: Cluster, password: string): Promise<void> => {
  const { dataFolder, account } = cluster;
  if (existsSync(join(dataFolder, 'PG_VERSION'))) {
    const found = readFileSync(join(dataFolder, 'PG_VERSION'), 'utf8').trim();
    if (found !== release)
      throw new Fault(
        'conflict',
        `${dataFolder} holds data of PostgreSQL ${found}, the programs are ${release}: move that folder away`,
      );
    return;
  }
  const next = `${dataFolder}.next`;
  const passwordFile = `${dataFolder}.password`;
  rmSync(next, { recursive: true, force: true });
  mkdirSync(next, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) for (const path of [next, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    await initialise(cluster, next, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(next, dataFolder);
};

/** The built-in locale sorts and folds by code point on every machine alike. */
const initialise = async (cluster: Cluster, folder: string, passwordFile: string): Promise<void> => {
  const { binaries, account, environment } = cluster;
  const words = [
    ...['--pgdata', folder, '--username', 'postgres', '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8'],
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
  ];
  const privileges = privilegesOf(account, [folder, binaries.initdb]);
  await runProgram({
    program: account === null ? binaries.initdb : 'setpriv',
    arguments: account === null ? words : [...privileges, '--', binaries.initdb, ...words],
    environment,
    timeoutMs: 120_000,
  });
};

/**
 * Makes a cluster that was killed startable: its processes end by themselves once their parent is gone and must have ended
 * before a new one may touch the data; a pid file whose number another program bears by now would refuse the start.
 */
export const recoverCluster = async (dataFolder: string): Promise<void> => {
  const deadline = performance.now() + 15_000;
  while (processesIn(dataFolder).length > 0) {
    if (performance.now() > deadline)
      throw new Fault('conflict', `PostgreSQL already runs on ${dataFolder}: end it first`);
    await sleep(50);
  }
  if (process.platform === 'linux') rmSync(join(dataFolder, 'postmaster.pid'), { force: true });
};

/** PostgreSQL's processes work in their data folder; /proc tells (on Linux, elsewhere PostgreSQL's own lock must do). */
const processesIn = (dataFolder: string): string[] =>
  process.platform === 'linux'
    ? readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && workingFolder(entry) === dataFolder)
    : [];

const workingFolder = (pid: string): string | null => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
};
