import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';
import { freePort } from '../../platform/servers/free-port.ts';
import { BenchPlatform } from '../bench-platform.ts';
import { Report } from '../report.ts';
import { boundProgram } from '../shared-bench.ts';
import { fillSourceTable, withClient } from '../source-table.ts';

interface Door {
  readonly url: string;
  readonly token: string;
  readonly stop: () => void;
}

interface Load {
  /** Milliseconds. */
  readonly p99: number;
  readonly perSecond: number;
}

const seconds = 8;
const rates = [100, 500] as const;

/**
 * An authenticated read at fixed rates (10 connections) and in a closed loop (8 connections), in turns with the smallest
 * server that does the same layers, where that lies beside the checkout.
 */
export const measureApi = async ({ turns }: { readonly turns: number }): Promise<void> => {
  const bench = await BenchPlatform.start();
  let bound: Door | null = null;
  try {
    bound = await startBound(bench);
    const own = await ownDoor(bench);
    await load(own, { connections: 8, duration: 2 });
    if (bound !== null) await load(bound, { connections: 8, duration: 2 });
    const report = new Report('authenticated read');
    for (const rate of rates) {
      const pairs = await inTurns(turns, own, bound, {
        connections: 10,
        overallRate: rate,
        duration: seconds,
      });
      report.add(
        `${rate} requests/s: p99, ms`,
        pairs.map((pair) => pair.own.p99),
      );
      addBound(report, pairs, 'p99');
    }
    const closed = await inTurns(turns, own, bound, { connections: 8, duration: seconds });
    report.add(
      'closed loop: requests/s',
      closed.map((pair) => pair.own.perSecond),
    );
    addBound(report, closed, 'perSecond');
    report.print();
  } finally {
    bound?.stop();
    await bench.stop();
  }
};

interface Pair {
  readonly own: Load;
  readonly bound: Load | null;
}

const inTurns = async (
  turns: number,
  own: Door,
  bound: Door | null,
  how: Omit<autocannon.Options, 'url'>,
): Promise<readonly Pair[]> => {
  const pairs: Pair[] = [];
  for (let turn = 1; turn <= turns; turn += 1)
    pairs.push({
      own: await load(own, how),
      bound: bound === null ? null : await load(bound, how),
    });
  return pairs;
};

const addBound = (report: Report, pairs: readonly Pair[], what: keyof Load): void => {
  const bound = pairs.flatMap((pair) => (pair.bound === null ? [] : [{ own: pair.own, bound: pair.bound }]));
  if (bound.length === 0) return;
  report.add(
    '  the bound',
    bound.map((pair) => pair.bound[what]),
  );
  report.add(
    '  paired ratio',
    bound.map((pair) => pair.own[what] / pair.bound[what]),
  );
};

const load = async ({ url, token }: Door, how: Omit<autocannon.Options, 'url'>): Promise<Load> => {
  const result = await autocannon({ ...how, url, headers: { authorization: `Bearer ${token}` } });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no success, ${result.errors} failed`);
  return { p99: result.latency.p99, perSecond: result.requests.average };
};

const ownDoor = async (bench: BenchPlatform): Promise<Door> => {
  const { id } = await bench.connectFile({ rows: 1 });
  const token = await bench.signIn();
  return { url: `${bench.platform.apiUrl}/api/v1/connections/${id}`, token, stop: () => undefined };
};

/** Express with sign-in, one query by key, a rate limit in Redis and batched audit: what those layers cost at least. */
const startBound = async (bench: BenchPlatform): Promise<Door | null> => {
  const program = boundProgram('api.mjs');
  const { redis } = bench.platform.servers;
  if (program === null || redis === null) return null;
  const database = await fillSourceTable(bench.databaseUrl, await bench.writeContactsFile(1000));
  // Where the bound keeps its audit.
  await withClient(database, (client) => client.query('create schema if not exists bench'));
  const port = await freePort();
  const child = spawn(process.execPath, [program, 'full', String(port), database, redis.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const token = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`the bound's server ended with code ${code ?? '?'}`));
    });
  });
  return { url: `http://127.0.0.1:${port}/x`, token, stop: () => child.kill() };
};
