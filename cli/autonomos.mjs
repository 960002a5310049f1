#!/usr/bin/env node
/** Runs the command line with Node 24, the one that the installation brought if the one at hand is older. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const main = join(folder, 'main.ts');
const brought = join(folder, '..', 'node_modules', 'node', 'bin', 'node');
// Code is stripped of its types and compiled once, for this process and for those that it starts.
process.env.NODE_COMPILE_CACHE ??= join(folder, '..', '.autonomos', 'compiled');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  const { runCommandLine } = await import(main);
  await runCommandLine(process.argv);
} else if (existsSync(brought)) {
  // A Ctrl-C reaches the other Node by the terminal; this one only waits for it.
  process.on('SIGINT', () => undefined);
  const { status, signal } = spawnSync(brought, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 143);
} else {
  process.stderr.write(
    `autonomos needs Node 24 and runs on ${process.versions.node}: run "node scripts/bootstrap.mjs install", which brings it\n`,
  );
  process.exitCode = 1;
}
