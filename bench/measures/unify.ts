import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { installation } from '../../cli/installation.ts';
import { say } from '../bench-platform.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { sharedBench } from '../shared-bench.ts';
import { range } from '../statistics.ts';

interface Run {
  readonly records: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly peak: number;
}

/** What DuckDB may hold, in MiB: as by the command line, and about what Splink takes for more than a million records. */
const [memoryOfFew, memoryOfMany] = [256, 2_048];

/** Runs a Python program and adds what the kernel says it used. */
const measured = `import json,resource,subprocess,sys
out = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=True).stdout.strip().split("\\n")[-1]
r = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps(json.loads(out) | {"cpu_seconds": r.ru_utime + r.ru_stime, "peak_mb": r.ru_maxrss * 1024 / 1e6}))`;

const runOf = (text: string): Run => {
  const found = JSON.parse(text) as Record<string, number>;
  return {
    records: found['records'] ?? Number.NaN,
    seconds: found['seconds'] ?? found['total_s'] ?? Number.NaN,
    cpu: found['cpu_seconds'] ?? Number.NaN,
    peak: found['peak_mb'] ?? Number.NaN,
  };
};

const shown = (name: string, runs: readonly Run[]): void => {
  const of = (pick: (run: Run) => number): string =>
    range(runs.map(pick))
      .map((value) => value.toFixed(1))
      .join(' / ');
  say(
    `${name}: ${runs[0]?.records ?? 0} records; s ${of((run) => run.seconds)}; CPU s ${of((run) => run.cpu)}; peak MB ${of((run) => run.peak)}`,
  );
};

/** Unification beside Splink on the same records, in turns: minimum, median and maximum of each, and of the ratios. */
export const measureUnify = (options: MeasureOptions): Promise<void> => {
  const generator = join(sharedBench, 'gen.py');
  if (!existsSync(generator)) {
    say('nothing is unified: ../shared/bench, which makes the records, is not there');
    return Promise.resolve();
  }
  const work = resolve(options.work ?? join(installation.folder, 'bench', 'unify'));
  const data = join(work, `data/${options.rows}`);
  mkdirSync(work, { recursive: true });
  const run = (program: string, ...words: string[]): string =>
    execFileSync(program, words, { encoding: 'utf8' });
  if (!existsSync(join(data, 'MANIFEST.json')))
    run('python3', generator, 'csv', '--contacts', String(options.rows), '--out', data);
  const python = join(work, 'venv/splink/bin/python');
  if (!existsSync(python)) {
    say('Splink is installed …');
    run('python3', '-m', 'venv', join(work, 'venv/splink'));
    run(
      python,
      '-m',
      'pip',
      'install',
      '--quiet',
      '--requirement',
      join(sharedBench, 'peers/requirements/splink.txt'),
    );
  }
  const memoryMb = String(options.rows > 200_000 ? memoryOfMany : memoryOfFew);
  const [ours, splink]: [Run[], Run[]] = [[], []];
  for (let turn = 0; turn < options.turns; turn += 1) {
    ours.push(runOf(run(process.execPath, join(import.meta.dirname, '../unify.ts'), data, memoryMb)));
    splink.push(
      runOf(run('python3', '-c', measured, python, join(sharedBench, 'peers/splink_time.py'), data)),
    );
  }
  shown('AutonomOS', ours);
  shown('Splink', splink);
  const ratios = (pick: (of: Run) => number): string =>
    range(ours.map((one, turn) => pick(one) / pick(splink[turn] ?? one)))
      .map((value) => value.toFixed(2))
      .join(' / ');
  say(`AutonomOS to Splink: s ${ratios((of) => of.seconds)}; CPU s ${ratios((of) => of.cpu)}`);
  return Promise.resolve();
};
