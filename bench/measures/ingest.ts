import { setTimeout as sleep } from 'node:timers/promises';
import { BenchPlatform, say } from '../bench-platform.ts';
import { copyLimit } from '../copy-limit.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { cpuSeconds, familyCpuSeconds } from '../process-usage.ts';
import { perSecond, Report } from '../report.ts';
import { fillSourceTable } from '../source-table.ts';

interface Cost {
  readonly seconds: number;
  /** CPU seconds of the worker and of PostgreSQL. */
  readonly worker: number;
  readonly postgres: number;
}

interface Turn {
  readonly limit: Cost;
  readonly first: Cost;
  readonly again: Cost;
  readonly table: Cost;
}

/** A CSV file's first load, the same file again, and a PostgreSQL table, beside the COPY limit, in turns. */
export const measureIngest = async ({ rows, turns }: MeasureOptions): Promise<void> => {
  const bench = await BenchPlatform.start();
  try {
    const file = await bench.writeContactsFile(rows);
    const source = await fillSourceTable(bench.databaseUrl, file);
    // The first run in a fresh process pays for compiling it; a platform that runs has that behind it.
    await bench.ingestExactly(await bench.connectFile({ rows: 1000 }), 1000);
    const measured: Turn[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      const connection = await bench.connectFile({ file });
      const tables = await bench.connectTable(source);
      const limit = await costOf(bench, () => copyLimit(bench.databaseUrl, rows));
      const first = await costOf(bench, () => bench.ingestExactly(connection, rows));
      const again = await costOf(bench, () => bench.ingestExactly(connection, 0));
      const table = await costOf(bench, () => bench.ingestExactly(tables, rows));
      measured.push({ limit, first, again, table });
      say(
        `turn ${turn}: limit ${told(limit)}, CSV ${told(first)}, again ${told(again)}, table ${told(table)}`,
      );
    }
    report(measured, rows);
  } finally {
    await bench.stop();
  }
};

const costOf = async (bench: BenchPlatform, work: () => Promise<number>): Promise<Cost> => {
  const { workerPid, postgresPid } = bench;
  const before = { worker: cpuSeconds(workerPid), postgres: familyCpuSeconds(postgresPid) };
  const seconds = await work();
  // A backend that has just ended counts for its parent only once that has noticed.
  await sleep(200);
  return {
    seconds,
    worker: cpuSeconds(workerPid) - before.worker,
    postgres: familyCpuSeconds(postgresPid) - before.postgres,
  };
};

const told = ({ seconds, worker, postgres }: Cost): string =>
  `${seconds.toFixed(2)} s (CPU ${worker.toFixed(1)} + ${postgres.toFixed(1)})`;

const report = (measured: readonly Turn[], rows: number): void => {
  const times = new Report('seconds', 'rows/s', 'CPU s worker + PostgreSQL');
  const line = (what: string, costs: readonly Cost[]): void => {
    const seconds = costs.map((cost) => cost.seconds);
    const mean = (name: 'worker' | 'postgres'): string =>
      (costs.reduce((sum, cost) => sum + cost[name], 0) / costs.length).toFixed(1);
    times.add(what, seconds, perSecond(rows, seconds), `${mean('worker')} + ${mean('postgres')}`);
  };
  line(
    'limit: COPY to stage, INSERT ON CONFLICT',
    measured.map(({ limit }) => limit),
  );
  line(
    'CSV file, first load',
    measured.map(({ first }) => first),
  );
  line(
    'the same file again, 0 events',
    measured.map(({ again }) => again),
  );
  line(
    'PostgreSQL table, first load',
    measured.map(({ table }) => table),
  );
  times.print();
  const ratios = new Report('paired ratio');
  ratios.add(
    'speed of the CSV load, of the limit',
    measured.map(({ limit, first }) => limit.seconds / first.seconds),
  );
  ratios.add(
    'speed of the table load, of the limit',
    measured.map(({ limit, table }) => limit.seconds / table.seconds),
  );
  ratios.add(
    'time of the same file again, of its first load',
    measured.map(({ first, again }) => again.seconds / first.seconds),
  );
  ratios.print();
};
