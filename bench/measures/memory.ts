import { BenchPlatform, say } from '../bench-platform.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { forgetPeak, peakMegabytes } from '../process-usage.ts';
import { Report } from '../report.ts';
import { startWorker } from '../worker.ts';

/** Peak resident size of a fresh worker while it loads `rows` rows of CSV, and ten times as many, in turns. */
export const measureMemory = async ({ rows, turns }: MeasureOptions): Promise<void> => {
  const bench = await BenchPlatform.start();
  try {
    const few: number[] = [];
    const many: number[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      few.push(await peakOf(bench, rows));
      many.push(await peakOf(bench, 10 * rows));
      say(`turn ${turn}: ${few.at(-1)?.toFixed(0) ?? ''} MB, ${many.at(-1)?.toFixed(0) ?? ''} MB`);
    }
    const report = new Report('peak resident size of the worker, MB');
    report.add(`${rows} rows`, few);
    report.add(`${10 * rows} rows`, many);
    report.add(
      'paired ratio',
      few.map((value, turn) => (many[turn] ?? Number.NaN) / value),
    );
    report.print();
  } finally {
    await bench.stop();
  }
};

const peakOf = async (bench: BenchPlatform, rows: number): Promise<number> => {
  const worker = await startWorker(bench);
  try {
    await bench.ingestExactly(await bench.connectFile({ rows: 1000 }), 1000);
    const connection = await bench.connectFile({ rows });
    forgetPeak(worker.pid);
    await bench.ingestExactly(connection, rows);
    return peakMegabytes(worker.pid);
  } finally {
    await worker.stop();
  }
};
