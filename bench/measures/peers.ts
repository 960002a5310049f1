import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Table from 'cli-table3';
import { z } from 'zod';
import { installation } from '../../cli/installation.ts';
import { Fault } from '../../domain/faults.ts';
import { say } from '../bench-platform.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { PeerTurns } from '../peer-turns.ts';
import { preparePeers } from '../prepare-peers.ts';
import { sharedBench } from '../shared-bench.ts';
import { measureIngest } from './ingest.ts';

/** A run is a time only if the newest ingest has written exactly one event for each row. */
const countEvents = `select count(*) from au.canonical_streams e join au.canonical_batches b using (tenant_id, batch_id)
  where b.task_id = (select task_id from au.tasks where kind = 'ingest' order by created_at desc limit 1)`;

/**
 * Takes turns with other tools on one PostgreSQL server, which run_peers.py starts: it runs `join-turn.ts` as two more tools,
 * and those ask us, who hold the running platform, for one ingest each. Elsewhere than beside ../shared/bench the COPY limit
 * is all there is to compare with.
 */
export const measurePeers = async (options: MeasureOptions): Promise<void> => {
  const program = join(sharedBench, 'run_peers.py');
  if (!existsSync(program)) {
    say('no other tools are measured: ../shared/bench is not there. The COPY limit is taken instead.');
    await measureIngest(options);
    return;
  }
  const work = resolve(options.work ?? join(installation.folder, 'bench', 'peers'));
  mkdirSync(work, { recursive: true });
  preparePeers(work);
  const turns = new PeerTurns(work);
  const port = await turns.listen();
  const ours = `${process.execPath} ${join(import.meta.dirname, '../join-turn.ts')} ${port}`;
  const out = join(work, 'results.json');
  const child = spawn(
    'python3',
    [
      ...[
        program,
        '--work',
        work,
        '--node',
        process.execPath,
        '--interleave',
        '--runs',
        String(options.turns),
      ],
      ...[
        '--only',
        'COPY to stage . INSERT ON CONFLICT .idem|dlt: (csv|arrow)_merge|csv sling: csv .*upsert|sql_table pyarrow',
      ],
      ...['--ratio-to', 'idempotent|dlt: |sling: '],
      ...['--extra', `autonomos csv=${ours} csv`, '--extra', `autonomos table=${ours} table`],
      ...['--extra-count', countEvents, '--out', out],
    ],
    { stdio: 'inherit' },
  );
  const code = await new Promise<number | null>((ended) => child.once('exit', ended));
  await turns.stop();
  if (code !== 0)
    throw new Fault('internal', `run_peers.py ended with code ${code ?? '?'}; its reasons are above`);
  report(out);
};

const results = z.object({
  peers: z.array(
    z.object({
      name: z.string(),
      ok: z.number(),
      min: z.number().optional(),
      median: z.number().optional(),
      max: z.number().optional(),
      rows_s: z.number().optional(),
      error: z.string().optional(),
    }),
  ),
  ratios: z.record(z.string(), z.object({ min: z.number(), median: z.number(), max: z.number() })),
});

const report = (file: string): void => {
  const { peers, ratios } = results.parse(JSON.parse(readFileSync(file, 'utf8')));
  const style = { head: [], border: [] };
  const times = new Table({ head: ['seconds', 'min', 'median', 'max', 'rows/s', 'runs'], style });
  for (const { name, ok, min, median, max, rows_s: rate, error } of peers)
    times.push([name, min ?? error ?? '', median ?? '', max ?? '', rate ?? '', ok]);
  const speeds = new Table({ head: ['paired ratio of speeds', 'min', 'median', 'max'], style });
  for (const [name, { min, median, max }] of Object.entries(ratios))
    if (name.startsWith('autonomos')) speeds.push([name, min, median, max]);
  process.stdout.write(`${times.toString()}\n${speeds.toString()}\n`);
};
