import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, ScheduleNotFoundError } from '@temporalio/client';
import type pg from 'pg';
import type { LedgerLine } from '../../cli/ledger-line.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { createPool } from '../../platform/database/pool.ts';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import type { Task } from '../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { createLogger } from '../../platform/logger.ts';
import { createDataConverter } from '../../temporal/data-converter.ts';
import type { TaskKind } from '../../domain/states/task.ts';
import { checkConnectionId } from '../../workflows/check-connection.contract.ts';
import { ingestId } from '../../workflows/ingest.contract.ts';
import { replayId } from '../../workflows/replay.contract.ts';
import { suggestMappingsId } from '../../workflows/suggest-mappings.contract.ts';
import { tickScheduleId } from '../../workflows/tick.contract.ts';
import { temporalAddress, testFolder } from './services.ts';
import { createTestDatabase } from './test-database.ts';
import type { TestDatabase } from './test-database.ts';

const secret = 's'.repeat(32);
/** Of a server that a suite brings. */
const ownNamespace = 'default';
const finalStates: ReadonlySet<string> = new Set(['success', 'failed', 'cancelled']);

/** Of a worker under test: a thousand rows are two batches, as tens of thousands are by default. */
export const smallBatches = { INGEST_BATCH_ROWS: '500' };

/** A worker process of this suite, with what it has written to stderr so far. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly log: () => string;
  /** Resolves with the exit code or the signal. */
  readonly exited: Promise<number | string | null>;
}

export type LedgerRow = Omit<LedgerLine, 'balanced'>;

/** A whole platform of one suite: its own database and Temporal namespace, worker processes on demand, one tenant. */
export class TestPlatform {
  readonly database: TestDatabase;
  readonly folder: string;
  readonly namespace: string;
  readonly tenantId: TenantId;
  readonly app: pg.Pool;
  readonly #workers: WorkerProcess[] = [];

  readonly #temporalAddress: string;

  private constructor(parts: {
    temporalAddress: string;
    database: TestDatabase;
    folder: string;
    namespace: string;
    tenantId: TenantId;
    app: pg.Pool;
  }) {
    this.database = parts.database;
    this.folder = parts.folder;
    this.namespace = parts.namespace;
    this.tenantId = parts.tenantId;
    this.app = parts.app;
    this.#temporalAddress = parts.temporalAddress;
  }

  /** Without `own` on the servers of the run; chaos suites bring servers that they may kill. */
  static async start(
    own: { readonly temporal?: string; readonly database?: TestDatabase } = {},
  ): Promise<TestPlatform> {
    const database = own.database ?? (await createTestDatabase());
    const folder = await mkdtemp(join(testFolder(), 'platform-'));
    // A server of its own needs no namespace of its own; `default` is there again when its history is lost.
    const namespace = own.temporal === undefined ? `test-${randomUUID().slice(0, 8)}` : ownNamespace;
    if (own.temporal === undefined) await registerNamespace(namespace);
    const tenantId = parseTenant(randomUUID());
    await registerTenant(database, tenantId);
    const app = createPool({
      databaseUrl: database.url,
      rolesKey: database.rolesKey,
      role: 'au_app',
      max: 5,
      logger: createLogger('test', 'silent'),
    });
    return new TestPlatform({
      database,
      folder,
      namespace,
      tenantId,
      app,
      temporalAddress: own.temporal ?? temporalAddress(),
    });
  }

  get environment(): Record<string, string> {
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      DATABASE_URL: this.database.url,
      DATABASE_ROLES_KEY: this.database.rolesKey,
      TEMPORAL_ADDRESS: this.#temporalAddress,
      TEMPORAL_NAMESPACE: this.namespace,
      JWT_SECRET: secret,
      ENCRYPTION_KEY: secret,
      FILESOURCE_ROOT: join(this.folder, 'files'),
      DCL_ROOT: join(this.folder, 'registry'),
    };
  }

  /** Starts a worker process and waits until it polls. */
  async startWorker(extra: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../temporal/worker.ts')], {
      env: {
        ...this.environment,
        ...extra,
        NODE_ENV: 'test',
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string | null);
    const worker = { child, log: () => log, exited };
    this.#workers.push(worker);
    await until(
      'the worker polls',
      () => log.includes('worker is polling'),
      () => log,
    );
    return worker;
  }

  /** A client in the suite's namespace, as the platform's own. */
  async temporal(): Promise<Client> {
    const connection = await Connection.connect({ address: this.#temporalAddress, connectTimeout: 60_000 });
    return new Client({
      connection,
      namespace: this.namespace,
      dataConverter: createDataConverter({ ENCRYPTION_KEY: secret, ENCRYPTION_KEYS_OLD: [] }),
    });
  }

  /** Adds a connection of files in a folder of its own, and writes them. */
  async connectFiles(slug: string, files: Readonly<Record<string, string>>): Promise<string> {
    const connectionId = randomUUID();
    await this.writeFiles(slug, files);
    await withTenant(this.app, this.tenantId, ({ db, tenantId }) =>
      db
        .insertInto('connections')
        .values({
          tenant_id: tenantId,
          connection_id: connectionId,
          slug,
          name: slug,
          system: 'filesource',
          config: JSON.stringify({ folder: slug }),
          created_by: 'test',
        })
        .execute(),
    );
    return connectionId;
  }

  async writeFiles(slug: string, files: Readonly<Record<string, string>>): Promise<void> {
    const folder = join(this.folder, 'files', this.tenantId, slug);
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  }

  /** Enqueues an ingest as the API does. */
  async enqueueIngest(connectionId: string): Promise<string> {
    return (await this.enqueue('ingest', connectionId)).taskId;
  }

  /** Enqueues a job as the API does. */
  async enqueue(
    kind: Extract<TaskKind, 'ingest' | 'check' | 'replay' | 'suggest'>,
    connectionId: string,
    stream = '',
  ): Promise<{ taskId: string; workflowId: string }> {
    const workflowId = {
      ingest: ingestId(this.tenantId, connectionId),
      check: checkConnectionId(this.tenantId, connectionId),
      replay: replayId(this.tenantId, connectionId, stream),
      suggest: suggestMappingsId(this.tenantId, connectionId),
    }[kind];
    const { taskId } = await withTenant(this.app, this.tenantId, (transaction) =>
      enqueueTask(transaction, {
        kind,
        subject: { kind: 'connection', id: connectionId },
        workflowId,
        input: { connectionId, ...(stream === '' ? {} : { stream }) },
        traceId: randomUUID().replaceAll('-', ''),
        requestedBy: 'test',
      }),
    );
    return { taskId, workflowId };
  }

  /** The task when it has ended. */
  async ended(taskId: string, seconds = 90): Promise<Task> {
    let task: Task | undefined;
    await until(
      `task ${taskId} ends`,
      async () => {
        task = await withTenant(this.app, this.tenantId, ({ db }) =>
          db.selectFrom('tasks').selectAll().where('task_id', '=', taskId).executeTakeFirst(),
        ).catch(() => undefined);
        return task !== undefined && finalStates.has(task.state);
      },
      () =>
        JSON.stringify(task) +
        this.#workers
          .map((worker) => worker.log())
          .join('\n')
          .slice(-4_000),
      seconds,
    );
    return task!;
  }

  async ingest(connectionId: string): Promise<Task> {
    return await this.ended(await this.enqueueIngest(connectionId));
  }

  ledger(taskId: string): Promise<LedgerRow[]> {
    return withTenant(this.app, this.tenantId, ({ db }) =>
      db
        .selectFrom('ledgers')
        .select([
          'stream',
          'entity',
          'read',
          'changed',
          'unchanged',
          'quarantined',
          'parked',
          'filtered',
          'stale',
          'deleted',
        ])
        .where('task_id', '=', taskId)
        .orderBy('stream')
        .orderBy('entity')
        .execute(),
    );
  }

  /** Events in order, as much of each as tests compare. */
  async events(): Promise<
    {
      seq: number;
      key: string;
      entity: string;
      op: string;
      data: Record<string, Json>;
      version: number;
      task: string;
    }[]
  > {
    const { rows } = await withTenant(this.app, this.tenantId, ({ client }) =>
      client.query<{
        seq: number;
        key: string;
        entity: string;
        op: string;
        data: Record<string, Json>;
        version: number;
        task: string;
      }>(
        `select seq, record_key as key, entity, op, data, record_seq as version, meta ->> 'task_id' as task from canonical_events order by seq`,
      ),
    );
    return rows;
  }

  /** Nobody serves it any more, and one for each suite that has ended would take a fifth of a processor. */
  async #endSchedule(): Promise<void> {
    const { connection, schedule } = await this.temporal();
    try {
      await schedule.getHandle(tickScheduleId).delete();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    } finally {
      await connection.close();
    }
  }

  async stop(): Promise<void> {
    for (const { child } of this.#workers)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await Promise.all(this.#workers.map(({ exited }) => exited));
    if (this.#workers.length > 0 && this.namespace !== ownNamespace) await this.#endSchedule();
    await this.app.end();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Polls until the condition holds. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  state: () => string = () => '',
  seconds = 60,
): Promise<void> => {
  for (let waited = 0; waited < seconds * 20; waited += 1) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error(`Waited ${seconds} s in vain until ${what}\n${state()}`);
};

const registerNamespace = async (namespace: string): Promise<void> => {
  const connection = await Connection.connect({ address: temporalAddress(), connectTimeout: 60_000 });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    const client = new Client({ connection, namespace });
    await until('the namespace is known', async () => {
      try {
        await client.workflow.count();
        return true;
      } catch {
        return false;
      }
    });
  } finally {
    await connection.close();
  }
};

const registerTenant = async (database: TestDatabase, tenantId: TenantId): Promise<void> => {
  const login = createPool({
    databaseUrl: database.url,
    rolesKey: database.rolesKey,
    role: 'au_login',
    max: 1,
    logger: createLogger('test', 'error'),
  });
  try {
    await login.query('select au.register_tenant($1, $2, $3, $4, $5, $6)', [
      tenantId,
      'Test',
      randomUUID(),
      `${tenantId}@example.com`,
      'Test',
      'no password',
    ]);
  } finally {
    await login.end();
  }
};
