import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchPlatform, say } from './bench-platform.ts';
import type { BenchConnection } from './bench-platform.ts';

const rows = 100_000;
const sources = ['csv', 'table'] as const;
type Source = (typeof sources)[number];

const clustersIn = (work: string): readonly string[] =>
  readdirSync(work).filter((name) => name.startsWith('pg_'));

/** The port of a running server: the fourth line of its postmaster.pid. */
const portOf = (cluster: string): number | undefined => {
  try {
    const lines = readFileSync(join(cluster, 'data', 'postmaster.pid'), 'utf8').split('\n');
    return lines[7]?.startsWith('ready') === true ? Number(lines[3]) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Ingests once for each request, on the PostgreSQL server that run_peers.py starts for its run: the platform comes up beside
 * it, as a service that is there when work comes. What a turn needs is made before it, as it is for the other tools.
 */
export class PeerTurns {
  readonly #work: string;
  readonly #old: ReadonlySet<string>;
  readonly #server = createServer((request, response) => {
    const source = sources.find((name) => request.url === `/${name}`);
    if (source === undefined) response.writeHead(404).end();
    else
      this.#ingest(source).then(
        (seconds) => response.end(`${seconds} s\n`),
        (error: unknown) =>
          response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
      );
  });
  #platform: Promise<BenchPlatform> | null = null;
  #stopped = false;
  readonly #next = new Map<Source, Promise<BenchConnection>>();

  constructor(work: string) {
    this.#work = work;
    this.#old = new Set(clustersIn(work));
  }

  /** Answers the port that turns are asked for at. */
  async listen(): Promise<number> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    this.#platform = this.#start();
    this.#platform.catch((error: unknown) => {
      say(`the platform did not start: ${error instanceof Error ? error.message : String(error)}`);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Also where the others ended before their server, and so the platform, had come up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#server.close();
    const platform = await this.#platform?.catch(() => null);
    await platform?.stop();
  }

  async #start(): Promise<BenchPlatform> {
    for (;;) {
      if (this.#stopped) throw new Error('no server came up to run on');
      const cluster = clustersIn(this.#work).find((name) => !this.#old.has(name));
      const port = cluster === undefined ? undefined : portOf(join(this.#work, cluster));
      if (port === undefined) {
        await sleep(200);
        continue;
      }
      // The database is made right after the server answers.
      await sleep(3_000);
      const url = `postgresql://bench:x@127.0.0.1:${port}/bench`;
      const platform = await BenchPlatform.start({ DATABASE_URL: url });
      await platform.ingestExactly(await platform.connectFile({ rows: 1000 }), 1000);
      for (const source of sources) this.#prepare(platform, source);
      return platform;
    }
  }

  #prepare(platform: BenchPlatform, source: Source): void {
    const made =
      source === 'csv'
        ? platform.connectFile({ file: join(this.#work, 'data/100k/contacts.csv') })
        : platform.connectTable(platform.databaseUrl);
    made.catch(() => undefined);
    this.#next.set(source, made);
  }

  async #ingest(source: Source): Promise<number> {
    const platform = await this.#platform;
    const connection = await this.#next.get(source);
    if (platform === null || connection === undefined) throw new Error('the platform is not there yet');
    try {
      return await platform.ingestExactly(connection, rows);
    } finally {
      this.#prepare(platform, source);
    }
  }
}
