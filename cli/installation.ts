import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const own = join(root, '.autonomos');
/** A second installation of the same checkout gets its own data by AUTONOMOS_HOME; programs are shared. */
const home = resolve(process.env['AUTONOMOS_HOME'] || own);

/** Where this checkout keeps things; everything of ours is under `.autonomos/`. */
export const installation = {
  root,
  /** Data of servers, one folder each. */
  folder: home,
  /** Programs that were built or fetched once. */
  toolsFolder: join(own, 'bin'),
  logsFolder: join(home, 'logs'),
  /** Names the process that uses the folder. */
  claimFile: join(home, 'owner.json'),
  /** Environment and addresses of what runs, for other processes of the same user. */
  runningFile: join(home, 'running.json'),
  secretsFile: join(home, 'secrets.json'),
} as const;
