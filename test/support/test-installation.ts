import { setTimeout as sleep } from 'node:timers/promises';
import { databaseUrl } from './services.ts';
import { startTestApi } from './test-api.ts';
import type { Ask, Reply, TestApi } from './test-api.ts';
import { TestPlatform } from './test-platform.ts';
import { newTenant } from './test-users.ts';
import type { TestUser } from './test-users.ts';

type Body = Record<string, unknown>;

/** The whole of it for one suite: a worker process, the API in this process, one database, and a tenant with its admin. */
export interface TestInstallation {
  readonly platform: TestPlatform;
  readonly api: TestApi;
  readonly admin: TestUser;
  /** Asks as the admin; the path is one under /api/v1. */
  ask(method: string, path: string, body?: unknown, more?: Ask): Promise<Reply>;
  /** Makes a connection and answers its id. */
  connect(body: Body): Promise<string>;
  /** Waits for a task's end and answers it. */
  ended(accepted: Reply): Promise<Body>;
  /** Ingests a connection to the end. */
  ingest(connectionId: string): Promise<Body>;
  /** Lets the observer look at everything at its next tick, and brings that forward. */
  hurryObserver(): Promise<void>;
  close(): Promise<void>;
}

export const startInstallation = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<TestInstallation> => {
  const platform = await TestPlatform.start();
  const database = new URL(databaseUrl());
  const all = {
    ...platform.environment,
    EGRESS_ALLOW: `${database.hostname}:${database.port}`,
    ...environment,
  };
  const [api] = await Promise.all([
    startTestApi({
      database: platform.database,
      environment: { ...all, RATE_WRITES_PER_MINUTE: '100000', RATE_READS_PER_MINUTE: '100000' },
    }),
    platform.startWorker(all),
  ]);
  const admin = await newTenant(api);
  const temporal = await platform.temporal();
  const ask: TestInstallation['ask'] = (method, path, body, more = {}) =>
    api.ask(method, `/api/v1${path}`, {
      token: admin.token,
      ...(body === undefined ? {} : { body }),
      ...more,
    });
  const ended: TestInstallation['ended'] = async (accepted) => {
    const id = String(accepted.json?.['task_id']);
    if (accepted.status !== 202) throw new Error(`no task was started: ${accepted.text}`);
    for (let waited = 0; waited < 90 * 10; waited += 1) {
      const task = (await ask('GET', `/tasks/${id}`)).json ?? {};
      if (!['queued', 'in_progress'].includes(String(task['state']))) return task;
      await sleep(100);
    }
    throw new Error(`task ${id} has not ended`);
  };
  return {
    platform,
    api,
    admin,
    ask,
    ended,
    connect: async (body) => {
      const { json, text } = await ask('POST', '/connections', body);
      const id = json?.['connection_id'];
      if (typeof id !== 'string') throw new Error(`not connected: ${text}`);
      return id;
    },
    ingest: async (connectionId) => await ended(await ask('POST', `/connections/${connectionId}/ingest`)),
    hurryObserver: async () => {
      await platform.database.admin.query('update au.connections set observe_at = null');
      await temporal.schedule.getHandle('tick').trigger();
    },
    close: async () => {
      await temporal.connection.close();
      await api.close();
      await platform.stop();
    },
  };
};
