import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { supervise } from '../../cli/supervise.ts';
import { installation } from '../../cli/installation.ts';
import { BenchPlatform } from '../bench-platform.ts';
import { secondsByPart } from '../cpu-profile.ts';
import { sampleStatements } from '../statement-samples.ts';

/** Where the time of one first load goes: CPU by part of the worker's work, and the share of each statement in PostgreSQL. */
export const measureProfile = async ({ rows }: { readonly rows: number }): Promise<void> => {
  const folder = join(installation.folder, 'bench', 'profiles');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bench = await BenchPlatform.start();
  try {
    const worker = await supervise({
      name: 'worker',
      script: 'temporal/worker.ts',
      environment: { ...bench.platform.environment, NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` },
    });
    const connection = await bench.connectFile({ rows });
    const loading = bench.ingestExactly(connection, rows);
    const shares = await sampleStatements(bench.databaseUrl, loading);
    const seconds = await loading;
    await worker.stop();
    process.stdout.write(`one load of ${rows} rows by a fresh worker: ${seconds.toFixed(2)} s\n`);
    print('PostgreSQL, % of the samples', shares);
    for (const file of readdirSync(folder).sort())
      print(`${threadOf(file)}, s`, secondsByPart(join(folder, file)));
  } finally {
    await bench.stop();
  }
};

/** A profile is named by its process, its thread (0 is the main one, the others run workflows or read) and its number. */
const threadOf = (file: string): string => `thread ${/\.(\d+)\.\d+\.cpuprofile$/.exec(file)?.[1] ?? '?'}`;

const print = (what: string, values: ReadonlyMap<string, number>): void => {
  const table = new Table({ head: [what, ''], style: { head: [], border: [] } });
  for (const [part, value] of [...values].sort((a, b) => b[1] - a[1])) table.push([part, value.toFixed(2)]);
  process.stdout.write(`${table.toString()}\n`);
};
