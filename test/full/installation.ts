import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failpoint } from '../../platform/failpoint.ts';
import { adminToken, startApiProcess } from '../support/api-process.ts';
import type { ApiProcess } from '../support/api-process.ts';
import { compareWithLedger, contactsIn, exact } from '../support/contact-ledger.ts';
import { EventFollower } from '../support/event-follower.ts';
import { mortalPostgres, mortalRedis, mortalTemporal } from '../support/mortal-server.ts';
import type { MortalPostgres, MortalServer, MortalTemporal } from '../support/mortal-server.ts';
import { TestPlatform } from '../support/test-platform.ts';
import type { WorkerProcess } from '../support/test-platform.ts';

export const victims = ['worker', 'api', 'postgres', 'temporal', 'redis'] as const;
export type Victim = (typeof victims)[number];

/** Instants of an ingest, in their order within a batch. */
export const instants: readonly Failpoint[] = [
  'before_read',
  'after_read',
  'after_map',
  'mid_insert',
  'before_commit',
  'after_commit_before_ack',
  'after_ack',
];

export const rows = 100_000;
const slug = 'contacts';

/** A whole installation on servers of its own, each of which may be killed, with one connection and one reader of its events. */
export class Installation {
  readonly platform: TestPlatform;
  readonly follower: EventFollower;
  /** What became of it so far, for the report. */
  readonly totals = { ingests: 0, kills: 0, rowsRead: 0, events: 0, lost: 0, doubled: 0 };
  readonly #connection: string;
  readonly #servers: { postgres: MortalPostgres; temporal: MortalTemporal; redis: MortalServer };
  readonly #workerEnvironment: Readonly<Record<string, string>>;
  #api: ApiProcess;
  #worker: WorkerProcess;
  #restarting: Promise<void> = Promise.resolve();

  private constructor(parts: {
    platform: TestPlatform;
    follower: EventFollower;
    connection: string;
    servers: { postgres: MortalPostgres; temporal: MortalTemporal; redis: MortalServer };
    workerEnvironment: Readonly<Record<string, string>>;
    api: ApiProcess;
    worker: WorkerProcess;
  }) {
    this.platform = parts.platform;
    this.follower = parts.follower;
    this.#connection = parts.connection;
    this.#servers = parts.servers;
    this.#workerEnvironment = parts.workerEnvironment;
    this.#api = parts.api;
    this.#worker = parts.worker;
  }

  static async start(workerEnvironment: Readonly<Record<string, string>> = {}): Promise<Installation> {
    const [postgres, temporal, redis] = await Promise.all([
      mortalPostgres(),
      mortalTemporal(),
      mortalRedis(),
    ]);
    const platform = await TestPlatform.start({ temporal: temporal.url, database: postgres.database });
    const api = await startApiProcess({ ...platform.environment, REDIS_URL: redis.url });
    return new Installation({
      platform,
      follower: await EventFollower.start(api, await adminToken(platform)),
      connection: await platform.connectFiles(slug, {}),
      servers: { postgres, temporal, redis },
      workerEnvironment,
      api,
      worker: await platform.startWorker(workerEnvironment),
    });
  }

  get worker(): WorkerProcess {
    return this.#worker;
  }

  /** Begins to read the source in its next state; answers the task. */
  async ingest(): Promise<string> {
    this.totals.ingests += 1;
    await this.platform.writeFiles(slug, { 'Contact.csv': contactsIn(this.totals.ingests, rows) });
    return await this.platform.enqueueIngest(this.#connection);
  }

  /** Whether the task has ended; false while the database is away. */
  async hasEnded(task: string): Promise<boolean> {
    const { rows: found } = await this.platform.database.admin
      .query('select from au.tasks where task_id = $1 and ended_at is not null', [task])
      .catch(() => ({ rows: [] }));
    return found.length > 0;
  }

  /** Rows of the task's committed batches. */
  async rowsCommitted(task: string): Promise<number> {
    return (await this.platform.ledger(task)).reduce((sum, { read }) => sum + read, 0);
  }

  /** Compares the stream with the source's books, and what the reader got with the log. */
  async expectExact(task: string): Promise<void> {
    await this.#restarting;
    expect(await this.platform.ended(task, 600)).toMatchObject({ state: 'success', error: null });
    const states = this.totals.ingests;
    const difference = await compareWithLedger(this.platform, { slug, states, rows });
    this.totals.rowsRead += await this.rowsCommitted(task);
    this.totals.events =
      (await this.platform.database.admin.query('select from au.canonical_streams')).rowCount ?? 0;
    this.totals.lost += difference.lost;
    this.totals.doubled += difference.doubled;
    expect(difference).toEqual(exact);
    expect(await this.follower.caughtUp(this.platform)).toEqual(this.follower.ids);
  }

  /** Stops the worker where it is. */
  async freeze(): Promise<void> {
    this.#worker.child.kill('SIGSTOP');
    while (!this.isFrozen()) await sleep(5);
  }

  /** Whether the worker stands still. */
  isFrozen(): boolean {
    const { pid } = this.#worker.child;
    return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
      .toString()
      .startsWith('T');
  }

  thaw(): void {
    this.#worker.child.kill('SIGCONT');
  }

  /** Kills the victim while the worker stands still, lets the worker go on, and sees to it that the victim comes back. */
  async kill(victim: Victim): Promise<void> {
    await this.#restarting;
    this.totals.kills += 1;
    if (victim === 'worker') {
      this.#worker.child.kill('SIGKILL');
      await this.#worker.exited;
      this.#worker = await this.platform.startWorker(this.#workerEnvironment);
      return;
    }
    if (victim === 'api') {
      this.#api.child.kill('SIGKILL');
      await this.#api.exited;
    } else await this.#servers[victim].kill();
    this.thaw();
    // Meanwhile the worker is not kept waiting, for its heartbeats would come too late.
    this.#restarting = victim === 'api' ? this.#restartApi() : this.#servers[victim].restart();
    // Whoever waits for it is told.
    this.#restarting.catch(() => undefined);
  }

  async #restartApi(): Promise<void> {
    this.#api = await startApiProcess({
      ...this.platform.environment,
      REDIS_URL: this.#servers.redis.url,
      PORT: String(this.#api.port),
    });
  }

  async stop(): Promise<void> {
    await this.#restarting.catch(() => undefined);
    this.#api.child.kill('SIGKILL');
    await this.#api.exited;
    await this.follower.stop();
    await this.platform.stop();
    const { postgres, temporal, redis } = this.#servers;
    await Promise.all([postgres.stop(), temporal.stop(), redis.stop()]);
  }
}
