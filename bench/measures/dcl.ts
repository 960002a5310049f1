import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import Table from 'cli-table3';
import { z } from 'zod';
import { BenchPlatform, say } from '../bench-platform.ts';
import { fillDclTenant } from '../dcl-tenant.ts';
import type { DclTenant } from '../dcl-tenant.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { peakMegabytes, processUnder } from '../process-usage.ts';
import { Report } from '../report.ts';

const accepted = z.object({ task_id: z.string() });
const task = z.object({
  state: z.string(),
  progress: z.object({ step: z.string().optional(), narration: z.string().optional() }),
  failures: z.array(z.object({ reason: z.string() })),
});
const counts = z.record(z.string(), z.number());
const state = z.object({ current: z.object({ counts: z.object({ golden: counts }) }) });
const page = z.object({
  data: z.array(z.object({ golden_id: z.string() })),
  page: z.object({ next_cursor: z.string().nullable() }),
});

const pollMs = 50;

interface Connect {
  readonly seconds: number;
  /** Seconds up to what each step told last. */
  readonly steps: ReadonlyMap<string, number>;
  readonly builderMb: number;
  readonly spilledMb: number;
}

/** Bytes of the files in the folders that builders spill into. */
const spilledBytes = (folder: string): number => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.includes('.spill'))
      .reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0;
  }
};

const connect = async (bench: BenchPlatform, { api, tenantId }: DclTenant): Promise<Connect> => {
  const folder = join(bench.platform.environment['DCL_ROOT'] ?? '', tenantId);
  const begun = performance.now();
  const { task_id: id } = await api.call(accepted, 'POST', '/dcl/connect', { agents: [], estimate: true });
  const steps = new Map<string, number>();
  let [told, toldAt, builderMb, spilledMb] = ['', begun, 0, 0];
  for (;;) {
    const { state: now, progress, failures } = await api.call(task, 'GET', `/tasks/${id}`);
    const { step = '', narration = '' } = progress;
    const done = now === 'success';
    if (narration !== told || done) {
      const at = performance.now();
      steps.set(step, (steps.get(step) ?? 0) + (at - toldAt) / 1000);
      [told, toldAt] = [narration, at];
    }
    if (done) return { seconds: (performance.now() - begun) / 1000, steps, builderMb, spilledMb };
    if (now === 'failed' || now === 'cancelled')
      throw new Error(`the connect ${now}: ${failures.map(({ reason }) => reason).join('; ')}`);
    const builder = processUnder(bench.workerPid, 'build-process');
    if (builder !== null) builderMb = Math.max(builderMb, peakMegabytes(builder) || 0);
    spilledMb = Math.max(spilledMb, spilledBytes(folder) / 1e6);
    await sleep(pollMs);
  }
};

/** Paths as a console asks for them: lists in several orders, one of them far from its beginning, a record, the graph. */
const doorsOf = async ({ api }: DclTenant): Promise<ReadonlyMap<string, string>> => {
  const list = (query: string) => api.call(page, 'GET', `/dcl/views/${query}`);
  const { data } = await list('account?limit=1');
  let deep = 'contact?sort=full_name&limit=50';
  for (let pages = 0; pages < 20; pages += 1) {
    const { page: at } = await list(deep.replace('limit=50', 'limit=200'));
    if (at.next_cursor === null) break;
    deep = `contact?sort=full_name&limit=50&cursor=${encodeURIComponent(at.next_cursor)}`;
  }
  return new Map([
    ['graph', '/dcl/graph'],
    ['accounts', '/dcl/views/account'],
    ['largest accounts of an industry', '/dcl/views/account?industry=Energy&sort=-annual_revenue'],
    ['won deals, the largest first', '/dcl/views/opportunity?stage=won&sort=-amount'],
    ['people by name, a page far in', `/dcl/views/${deep}`],
    ['one golden account', `/dcl/views/account/${data[0]?.golden_id ?? ''}`],
  ]);
};

const connections = [1, 10, 100] as const;
const loadSeconds = 5;

const measureDoors = async (bench: BenchPlatform, tenant: DclTenant): Promise<void> => {
  const headers = { authorization: `Bearer ${await tenant.signIn()}` };
  const table = new Table({
    head: ['ms', ...connections.flatMap((count) => [`${count}: p50`, 'p99', 'requests/s'])],
    style: { head: [], border: [] },
  });
  for (const [name, path] of await doorsOf(tenant)) {
    const url = `${bench.platform.apiUrl}/api/v1${path}`;
    await autocannon({ url, headers, connections: 2, duration: 1 });
    const cells: (number | string)[] = [];
    for (const count of connections) {
      const { latency, requests, non2xx, errors } = await autocannon({
        ...{ url, headers, connections: count, duration: loadSeconds },
      });
      // Whoever finds no connection to the database free in time is told to come back (503): that belongs to the picture.
      const refused = non2xx + errors > 0 ? `, ${non2xx + errors} refused` : '';
      cells.push(latency.p50, latency.p99, `${Math.round(requests.average)}${refused}`);
    }
    table.push([name, ...cells]);
  }
  process.stdout.write(`${table.toString()}\n`);
};

/**
 * A connect of a stream that was filled by SQL with records of `rows` things: seconds by step, peak resident size of the building
 * process, what it spilled. Then graph, lists and a golden record by API, by 1, 10 and 100 connections in a closed loop.
 */
export const measureDcl = async ({ rows, turns }: MeasureOptions): Promise<void> => {
  const bench = await BenchPlatform.start();
  try {
    say(`a stream of ${rows} things is filled …`);
    const tenant = await fillDclTenant(bench, rows);
    const connects: Connect[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      connects.push(await connect(bench, tenant));
      say(`turn ${turn}: ${connects.at(-1)?.seconds.toFixed(1) ?? ''} s`);
    }
    const { current } = await tenant.api.call(state, 'GET', '/dcl/state');
    const golden = Object.values(current.counts.golden).reduce((sum, count) => sum + count, 0);
    const [first, ...again] = connects;
    const report = new Report(`connect of ${tenant.records} canonical records, ${golden} golden`);
    if (first !== undefined) report.add('the first, s', [first.seconds]);
    if (again.length > 0)
      report.add(
        'again, s',
        again.map(({ seconds }) => seconds),
      );
    for (const step of first?.steps.keys() ?? [])
      report.add(
        `  ${step}, s`,
        connects.map(({ steps }) => steps.get(step) ?? 0),
      );
    report.add(
      'peak of the building process, MB',
      connects.map(({ builderMb }) => builderMb),
    );
    report.add(
      'spilled, MB',
      connects.map(({ spilledMb }) => spilledMb),
    );
    report.print();
    await measureDoors(bench, tenant);
  } finally {
    await bench.stop();
  }
};
