import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { hasSetpriv } from './death-signal.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that runs PostgreSQL when we are root, whom PostgreSQL refuses: the owner of existing data, else `postgres`,
 * else `nobody`; no account is created. Null when we are not root and run it ourselves.
 */
export const postgresAccount = (dataFolder: string): Account | null => {
  if (process.getuid?.() !== 0) return null;
  if (!hasSetpriv())
    throw new Fault(
      'internal',
      'PostgreSQL refuses to run as root and setpriv is missing: apt-get install util-linux, or run as another user',
    );
  const data = statSync(dataFolder, { throwIfNoEntry: false });
  if (data !== undefined && data.uid !== 0) return { uid: data.uid, gid: data.gid };
  const account = accountNamed('postgres') ?? accountNamed('nobody');
  if (account === null)
    throw new Fault('internal', 'PostgreSQL refuses to run as root: create an account with useradd postgres');
  return account;
};

const accountNamed = (name: string): Account | null => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
};

/**
 * Words for setpriv that turn root into the account. Where a folder above the data or the programs is closed to others (a
 * checkout under /root), the process may pass it by capability, so that no mode outside our own folder is changed;
 * no_setuid_fixup makes access(2) honour the capability too, which initdb asks.
 */
export const privilegesOf = (account: Account | null, paths: readonly string[]): readonly string[] =>
  account === null
    ? []
    : [
        '--reuid',
        String(account.uid),
        '--regid',
        String(account.gid),
        '--clear-groups',
        ...(paths.every(isReachable)
          ? []
          : ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']),
      ];

const isReachable = (path: string): boolean => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0o001) & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};
