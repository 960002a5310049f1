/** `npm run bench -- [measurement …] [--rows N] [--turns N] [--work DIR]`; docs/benchmarks.md says what each one measures. */
import { parseArgs } from 'node:util';
import { measureApi } from './measures/api.ts';
import { measureConsole } from './measures/console.ts';
import { measureDcl } from './measures/dcl.ts';
import { measureIngest } from './measures/ingest.ts';
import { measureKill } from './measures/kill.ts';
import { measureMemory } from './measures/memory.ts';
import { measurePeers } from './measures/peers.ts';
import { measureProfile } from './measures/profile.ts';
import { measureSchemaChecks } from './measures/schema-checks.ts';
import { measureUnify } from './measures/unify.ts';
import type { MeasureOptions } from './measure-options.ts';

interface Measurement {
  readonly run: (options: MeasureOptions) => Promise<void>;
  readonly rows: number;
  readonly turns: number;
}

const measurements: Readonly<Record<string, Measurement>> = {
  ingest: { run: measureIngest, rows: 100_000, turns: 9 },
  'schema-checks': { run: measureSchemaChecks, rows: 0, turns: 3 },
  api: { run: measureApi, rows: 0, turns: 3 },
  profile: { run: measureProfile, rows: 100_000, turns: 1 },
  memory: { run: measureMemory, rows: 100_000, turns: 1 },
  kill: { run: measureKill, rows: 1_000_000, turns: 1 },
  peers: { run: measurePeers, rows: 100_000, turns: 9 },
  unify: { run: measureUnify, rows: 100_000, turns: 3 },
  dcl: { run: measureDcl, rows: 1_000_000, turns: 2 },
  console: { run: measureConsole(), rows: 0, turns: 3 },
  'console-loads': { run: measureConsole(['loads']), rows: 0, turns: 3 },
  'console-interactions': { run: measureConsole(['interactions']), rows: 0, turns: 1 },
  'console-events': { run: measureConsole(['events']), rows: 0, turns: 1 },
  'console-drawings': { run: measureConsole(['drawings']), rows: 0, turns: 3 },
};

/** Those that are over in minutes. */
const short = ['ingest', 'schema-checks', 'api'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string' }, turns: { type: 'string' }, work: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement ${unknown.join(', ')}: ${Object.keys(measurements).join(' ')}\n`,
  );
  process.exit(2);
}
for (const name of positionals.length > 0 ? positionals : short) {
  const measurement = measurements[name];
  if (measurement === undefined) continue;
  process.stdout.write(`\n${name}\n`);
  await measurement.run({
    rows: Number(values.rows ?? measurement.rows),
    turns: Number(values.turns ?? measurement.turns),
    work: values.work,
  });
}
