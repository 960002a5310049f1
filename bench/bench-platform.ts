import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { bringUp } from '../cli/bring-up.ts';
import type { Platform } from '../cli/bring-up.ts';
import { installation } from '../cli/installation.ts';
import type { DemoConnection } from '../demo/demo-connection.ts';
import { ensureConnection } from '../demo/ensure-connection.ts';
import { ensureTenant } from '../demo/ensure-tenant.ts';
import { ingest } from '../demo/ingest.ts';
import { egressPair, postgresSettings } from '../demo/source-address.ts';
import { Fault } from '../domain/faults.ts';
import { readServerState } from '../platform/servers/server-state.ts';
import { writeContacts } from './contacts.ts';
import { sourceMapping, sourceSchema } from './source-table.ts';

export interface BenchConnection {
  readonly id: string;
  readonly slug: string;
}

export const say = (line: string): void => {
  process.stderr.write(`[bench] ${line}\n`);
};

const session = z.object({ access_token: z.string() });
const admin = { email: 'bench@example.com', password: 'bench-only-on-loopback-3f9c', tenantName: 'Bench' };
const pollMs = 50;

/** The whole platform with one tenant, as a user runs it: API, worker, Temporal, PostgreSQL with fsync, Redis. */
export class BenchPlatform {
  readonly platform: Platform;
  readonly api: ApiClient;
  readonly #tenantFolder: string;
  #connections = 0;

  private constructor(platform: Platform, api: ApiClient, tenantFolder: string) {
    this.platform = platform;
    this.api = api;
    this.#tenantFolder = tenantFolder;
  }

  /** Brings it up; `environment` is added to that of API and worker. */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<BenchPlatform> {
    const filesRoot = join(installation.folder, 'files');
    const platform = await bringUp({
      environment: {
        ...process.env,
        SERVE_CONSOLE: 'false',
        RATE_WRITES_PER_MINUTE: '1000000',
        RATE_READS_PER_MINUTE: '1000000',
        FILESOURCE_ROOT: filesRoot,
        ...environment,
      },
      onProgress: say,
      mongodb: false,
      extend: ({ postgres }) => Promise.resolve({ EGRESS_ALLOW: egressPair(postgres.url, 5432) }),
    });
    const { api, tenantId } = await ensureTenant(platform.apiUrl, admin);
    return new BenchPlatform(platform, api, join(filesRoot, tenantId));
  }

  /** A fresh access token of the admin. */
  async signIn(): Promise<string> {
    const { email, password } = admin;
    return (await this.api.call(session, 'POST', '/auth/login', { email, password })).access_token;
  }

  stop(): Promise<void> {
    return this.platform.stop();
  }

  /** URL of the platform's database, as a superuser. */
  get databaseUrl(): string {
    return this.platform.servers.postgres.url;
  }

  /** Process id of the embedded PostgreSQL; null where DATABASE_URL names another server. */
  get postgresPid(): number | null {
    return this.platform.servers.postgres.pid;
  }

  /** Process id of the worker that was started last. */
  get workerPid(): number {
    const state = readServerState(join(installation.folder, 'worker'));
    if (state === null) throw new Fault('internal', 'The worker has left no trace of its process');
    return state.process.pid;
  }

  /** A file of generated contacts outside the tenant's folder; answers its path. */
  async writeContactsFile(rows: number): Promise<string> {
    const file = join(installation.folder, 'bench', `contacts-${rows}.csv`);
    await mkdir(dirname(file), { recursive: true });
    await writeContacts(file, rows);
    return file;
  }

  /** A new connection to a folder with one file of contacts: generated rows, or a copy of the given file. */
  async connectFile(
    contacts: { readonly rows: number } | { readonly file: string },
  ): Promise<BenchConnection> {
    const slug = this.#nextSlug();
    const file = join(this.#tenantFolder, slug, 'Contact.csv');
    await mkdir(dirname(file), { recursive: true });
    if ('rows' in contacts) await writeContacts(file, contacts.rows);
    else await copyFile(contacts.file, file);
    return await this.#connect(slug, { system: 'filesource', config: { folder: slug } });
  }

  /** A new connection to the table of contacts of a PostgreSQL database, mapped. */
  async connectTable(url: string): Promise<BenchConnection> {
    const settings = postgresSettings(url, sourceSchema);
    const connection = await this.#connect(this.#nextSlug(), { system: 'supabase', ...settings });
    await this.api.call(z.unknown(), 'POST', '/mesh/mappings', {
      connection_id: connection.id,
      document: sourceMapping,
      reason: 'benchmark',
    });
    return connection;
  }

  /** Ingests a connection; answers seconds from the request to the end. A run whose count is wrong is an error, not a time. */
  async ingestExactly(connection: BenchConnection, events: number): Promise<number> {
    const begun = performance.now();
    const ended = await ingest(this.api, connection, () => undefined, pollMs);
    const seconds = (performance.now() - begun) / 1000;
    if (ended.state === 'success' && ended.totals?.events === events) return seconds;
    const reasons = ended.failures.map(({ stream, reason }) => `${stream || 'the whole job'}: ${reason}`);
    const unmapped = ended.unmapped.map(({ object }) => `${object}: no mapping suits it`);
    throw new Fault(
      'internal',
      `expected ${events} events, got ${ended.totals?.events ?? 0} (${ended.state}); ${[...reasons, ...unmapped].join('; ')}`,
    );
  }

  #nextSlug(): string {
    this.#connections += 1;
    return `bench-${Date.now().toString(36)}-${this.#connections}`;
  }

  async #connect(
    slug: string,
    source: Pick<DemoConnection, 'system' | 'config' | 'credentials'>,
  ): Promise<BenchConnection> {
    return { id: await ensureConnection(this.api, { slug, name: slug, ...source }), slug };
  }
}
