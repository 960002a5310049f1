import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BenchPlatform, say } from '../bench-platform.ts';
import type { BenchConnection } from '../bench-platform.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { Report } from '../report.ts';
import { startWorker } from '../worker.ts';

/** How long a load takes whose worker is killed half-way and started again at once, beside an unbroken one, in turns. */
export const measureKill = async ({ rows, turns }: MeasureOptions): Promise<void> => {
  const bench = await BenchPlatform.start();
  try {
    await bench.ingestExactly(await bench.connectFile({ rows: 1000 }), 1000);
    const whole: number[] = [];
    const broken: number[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      whole.push(await bench.ingestExactly(await bench.connectFile({ rows }), rows));
      const connection = await bench.connectFile({ rows });
      const [seconds] = await Promise.all([
        bench.ingestExactly(connection, rows),
        killHalfWay(bench, connection, rows),
      ]);
      broken.push(seconds);
      say(`turn ${turn}: unbroken ${whole.at(-1)?.toFixed(1) ?? ''} s, killed ${seconds.toFixed(1)} s`);
    }
    const report = new Report(`${rows} rows, seconds`);
    report.add('unbroken', whole);
    report.add('worker killed half-way and started again', broken);
    report.add(
      'added by the kill',
      broken.map((seconds, turn) => seconds - (whole[turn] ?? Number.NaN)),
    );
    report.print();
  } finally {
    await bench.stop();
  }
};

const runs = z.object({
  data: z.array(z.object({ ledgers: z.array(z.object({ read: z.number() })) })),
});

const killHalfWay = async (
  bench: BenchPlatform,
  connection: BenchConnection,
  rows: number,
): Promise<void> => {
  for (;;) {
    const { data } = await bench.api.call(runs, 'GET', `/connections/${connection.id}/runs?limit=1`);
    if ((data[0]?.ledgers[0]?.read ?? 0) >= rows / 2) break;
    await sleep(50);
  }
  process.kill(bench.workerPid, 'SIGKILL');
  await startWorker(bench);
};
