import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../platform/operations/make-folder.ts';
import { installation } from '../installation.ts';
import { freeMegabytes } from '../prepare-home.ts';
import { fail, ok, warn } from './check.ts';
import type { Check } from './check.ts';

const gigabyte = 1024 ** 3;

/** Node, packages, disk, memory, and our own folder. */
export const checkMachine = (): Check[] => [
  checkNode(),
  checkPackages(),
  checkFolder(),
  checkDisk(),
  checkMemory(),
  checkSecretsFile(),
];

const checkNode = (): Check => {
  const { node } = process.versions;
  return Number(node.split('.')[0]) >= 24
    ? ok('Node', node)
    : fail('Node', `${node}, but 24 is needed`, 'node scripts/bootstrap.mjs install');
};

const checkPackages = (): Check => {
  const stamp = join(installation.root, 'node_modules', '.package-lock.json');
  if (!existsSync(stamp)) return fail('packages', 'node_modules is not complete', 'npm ci --include=dev');
  const lock = join(installation.root, 'package-lock.json');
  const isOlder = existsSync(lock) && readPackages(lock) > readPackages(stamp);
  return isOlder
    ? warn('packages', 'package-lock.json names packages that are not installed', 'npm ci --include=dev')
    : ok('packages', 'installed');
};

/** How many packages a lock file demands on every platform. */
const readPackages = (file: string): number => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, { optional?: boolean }>;
  };
  return Object.entries(packages).filter(([path, { optional }]) => path !== '' && optional !== true).length;
};

const checkFolder = (): Check => {
  try {
    makeFolder(installation.folder);
    accessSync(installation.folder, constants.W_OK);
    return ok('folder', installation.folder);
  } catch {
    return fail(
      'folder',
      `${installation.folder} cannot be written`,
      `chown -R "$USER" ${installation.folder}`,
    );
  }
};

/** Of the checkout, which gets what is built, and of the folder, which gets the data: that which has less. */
const checkDisk = (): Check => {
  const places = [installation.root, installation.folder].filter((place) => existsSync(place));
  const free = Math.min(...places.map(freeMegabytes)) / 1_000;
  const cause = `${free.toFixed(1)} GB free`;
  if (free < 1) return fail('disk', `${cause}, at least 1 GB is needed`, 'du -xh / | sort -h | tail -30');
  return free < 5
    ? warn('disk', `${cause}; builds want 5 GB`, 'go clean -cache; npm cache clean --force')
    : ok('disk', cause);
};

const checkMemory = (): Check => {
  const total = totalmem() / gigabyte;
  const cause = `${total.toFixed(1)} GB, ${availableParallelism()} processors`;
  return total < 3
    ? warn('memory', `${cause}; 4 GB are comfortable`, 'run with SERVE_CONSOLE=false, or on a larger machine')
    : ok('memory', cause);
};

const checkSecretsFile = (): Check => {
  const mode = statSync(installation.secretsFile, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return ok('secrets', 'generated at the first start');
  return (mode & 0o077) === 0
    ? ok('secrets', 'generated, readable by their owner alone')
    : fail('secrets', `others can read ${installation.secretsFile}`, `chmod 600 ${installation.secretsFile}`);
};
