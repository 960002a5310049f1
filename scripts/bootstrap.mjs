#!/usr/bin/env node
/**
 * The first thing that runs: plain JavaScript without dependencies, for any Node from 18 on. It installs what package.json
 * names, then hands over to the Node that the installation brought.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.autonomos-install');
const broughtNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Each command: what the brought Node runs, and what it adds to the environment. */
const commands = {
  install: null,
  prepare: { words: ['scripts/prepare.ts'] },
  demo: { words: ['cli/main.ts', 'demo'] },
  test: { words: ['node_modules/jest/bin/jest.js'] },
  'test:full': { words: ['node_modules/jest/bin/jest.js'], environment: { AUTONOMOS_TEST_FULL: '1' } },
  'test:web': {
    words: [
      'node_modules/jest/bin/jest.js',
      '--selectProjects=full',
      '--testPathPatterns',
      'test/full/console',
    ],
    environment: { AUTONOMOS_TEST_FULL: '1' },
  },
  bench: { words: ['bench/main.ts'] },
  eval: { words: ['bench/eval/main.ts'] },
  probe: { words: ['demo/probes/main.ts'] },
};

const say = (line) => process.stderr.write(`[bootstrap] ${line}\n`);

const giveUp = (line) => {
  say(line);
  process.exit(1);
};

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
};

/** What the installation is made of; another platform needs other binaries. */
const wantedStamp = () => {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package.json', 'web/package.json', 'package-lock.json'])
    if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/** Whether package-lock.json is of this package.json; somebody may have named another package since. */
const lockFits = () => {
  const lock = readJson(join(root, 'package-lock.json'))?.packages?.[''];
  const wanted = readJson(join(root, 'package.json'));
  const sorted = (packages) => JSON.stringify(Object.entries(packages ?? {}).sort());
  return ['dependencies', 'devDependencies'].every((kind) => sorted(lock?.[kind]) === sorted(wanted?.[kind]));
};

/** npm writes its list of what is installed last, so it tells of a complete installation made without this script. */
const npmFinished = () => {
  const lock = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!lock || !installed || !lockFits()) return false;
  return Object.entries(lock).every(
    ([path, wanted]) =>
      path === '' || wanted.optional || wanted.link || installed[path]?.version === wanted.version,
  );
};

const isInstalled = () => {
  if (!existsSync(broughtNode)) return false;
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (stamp === wantedStamp()) return true;
  if (!npmFinished()) return false;
  writeFileSync(stampFile, wantedStamp());
  return true;
};

const npm = () => {
  const own = process.env.npm_execpath;
  return own && /npm-cli\.js$/.test(own) ? [process.execPath, own] : ['npm'];
};

/** A lock that no longer fits is brought up to date for a person; on a build server it is a fault, which npm ci names. */
const installArguments = () => {
  const hasLock = existsSync(join(root, 'package-lock.json'));
  const verb = hasLock && (lockFits() || process.env.CI) ? 'ci' : 'install';
  return [verb, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
};

/** Installs with a line every ten seconds. The stamp comes last: a killed installation is done again. */
const install = async () => {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const [program, ...first] = npm();
  say(`installing packages (about a minute; ${installArguments()[0]})`);
  rmSync(stampFile, { force: true });
  const timer = setInterval(() => say(`installing packages … ${seconds()} s`), 10_000);
  const code = await run(program, [...first, ...installArguments()], { stdio: ['ignore', 2, 2] });
  clearInterval(timer);
  if (code !== 0) giveUp(`npm could not install the packages (code ${code}); its reasons are above`);
  if (!existsSync(broughtNode))
    giveUp(`npm has not brought Node 24: allow its install script, then run "npm ci --include=dev" again`);
  writeFileSync(stampFile, wantedStamp());
  say(`packages are installed (${seconds()} s)`);
};

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program with our terminal and answers its exit code. We outlive it: a signal that ends us is passed on to it. */
const run = (program, words, options) =>
  new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: 'inherit', ...options });
    const passOn = (signal) => child.kill(signal);
    for (const signal of passedOn) process.on(signal, passOn);
    child.once('error', (error) => giveUp(`${program} cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      for (const each of passedOn) process.off(each, passOn);
      resolve(code ?? { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal] ?? 1);
    });
  });

const main = async ([name, ...rest]) => {
  if (!(name in commands)) giveUp(`usage: bootstrap.mjs ${Object.keys(commands).join('|')} [arguments]`);
  if (Number(process.versions.node.split('.')[0]) < 18)
    giveUp(`Node ${process.versions.node} is too old to begin with: install Node 18 or newer (nodejs.org)`);
  if (!isInstalled()) {
    const code = spawnSync(npm()[0], [...npm().slice(1), '--version'], { stdio: 'ignore' }).status;
    if (code !== 0) giveUp('npm is missing: install Node with npm (nodejs.org)');
    await install();
  }
  const command = commands[name];
  if (command === null) return 0;
  const path = [join(modules, '.bin'), dirname(broughtNode), process.env.PATH].join(
    process.platform === 'win32' ? ';' : ':',
  );
  // Our processes are many and short-lived: what one has stripped and compiled the next need not.
  const compiled = process.env.NODE_COMPILE_CACHE ?? join(root, '.autonomos', 'compiled');
  return run(broughtNode, [...command.words, ...rest], {
    env: { ...process.env, ...command.environment, PATH: path, NODE_COMPILE_CACHE: compiled },
  });
};

process.exitCode = await main(process.argv.slice(2));
