import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { build } from '../../../activities/dcl/build/build.ts';
import type { BuildOptions, BuildResult, ToBuilder } from '../../../activities/dcl/build/protocol.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Json } from '../../../domain/json.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { addConstraint } from '../../../platform/database/repositories/golden-constraints.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { queryGeneration } from '../../../platform/duckdb/query/query-generation.ts';
import type { QueryAnswer } from '../../../platform/duckdb/query/query-generation.ts';
import { createLogger } from '../../../platform/logger.ts';
import { testFolder } from '../../support/services.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { PlantedStream } from './planted-records.ts';
import type { PlantedRecord } from './planted-records.ts';

export const acme = {
  name: 'Acme Steel GmbH',
  domain: 'acme-steel.example',
  phone: '+493012345678',
  billing_city: 'Berlin',
};

/** Two sources that know one company and one person, and what only one of them knows. */
export const records: readonly PlantedRecord[] = [
  {
    key: ['crm', 'Account', 'a1'],
    entity: 'account',
    data: {
      ...acme,
      industry: 'Metal',
      annual_revenue: '1200000.5',
      currency: 'EUR',
      employee_count: 40,
      updated_at: '2026-01-01T00:00:00Z',
    },
    extras: { rating: 'hot', note: 'old' },
  },
  {
    key: ['shop', 'customers', '77'],
    entity: 'account',
    data: { ...acme, name: 'ACME Steel', industry: 'Steel works', updated_at: '2026-03-01T08:30:00.25Z' },
    extras: { note: 'new' },
    mappingVersion: 3,
  },
  { key: ['crm', 'Account', 'a2'], entity: 'account', data: { name: 'Blue Ocean Foods', parent_id: 'a1' } },
  { key: ['crm', 'Account', 'a3'], entity: 'account', data: { name: 'Gone Ltd.' } },
  { key: ['crm', 'Account', 'a3'], entity: 'account', data: null },
  {
    key: ['crm', 'Contact', 'c1'],
    entity: 'contact',
    data: {
      full_name: 'Erika Muster',
      email: 'erika.muster@acme-steel.example',
      account_id: 'a1',
      title: null,
    },
  },
  {
    key: ['shop', 'people', '9'],
    entity: 'contact',
    data: {
      full_name: 'Muster, Erika',
      email: 'erika.muster@acme-steel.example',
      account_id: '77',
      title: 'CFO',
    },
  },
  {
    key: ['crm', 'Opportunity', 'o1'],
    entity: 'opportunity',
    data: {
      name: 'Rails',
      account_id: 'a1',
      amount: '99999999.999999999999999999',
      currency: 'EUR',
      probability: '0.4',
      close_date: '2026-12-31',
      is_won: false,
      is_closed: false,
    },
  },
  {
    key: ['pipe', 'deals', 'x'],
    entity: 'opportunity',
    data: { name: 'By name', account_id: ' acme STEEL ' },
  },
  { key: ['pipe', 'deals', 'y'], entity: 'opportunity', data: { name: 'Nobody', account_id: 'Unknown Inc' } },
  ...['2026-01', '2026-02'].flatMap((month, at): PlantedRecord[] => {
    const key = ['bills', 'focus', `line ${String(at)}`] as const;
    return [
      {
        key,
        entity: 'cloud_cost',
        data: {
          billed_cost: `1.${String(at)}0000000001`,
          billing_currency: 'USD',
          resource_id: 'vm-1',
          service_name: 'Compute',
          charge_period_start: `${month}-01T00:00:00Z`,
          charge_period_end: `${month}-28T00:00:00Z`,
          tags: { team: month },
        },
        extras: { line: at },
      },
      {
        key,
        entity: 'cloud_resource',
        data: { resource_id: 'vm-1', resource_name: 'web', tags: { team: month } },
      },
    ];
  }),
];

export interface BuilderProcess {
  readonly child: ChildProcess;
  /** Exit code or signal. */
  readonly exited: Promise<number | string | null>;
  readonly log: () => string;
}

const builderScript = join(import.meta.dirname, '../../../activities/dcl/build/build-process.ts');

/** Builds in this process, over a database and a folder of the suite's own. */
export class DclBench {
  readonly database: TestDatabase;
  readonly root: string;
  readonly #pool: pg.Pool;
  readonly #app: pg.Pool;

  private constructor(database: TestDatabase) {
    const poolOf = (role: 'au_app' | 'au_worker'): pg.Pool =>
      createPool({
        databaseUrl: database.url,
        rolesKey: database.rolesKey,
        role,
        max: 4,
        logger: createLogger('test', 'silent'),
      });
    this.database = database;
    this.root = mkdtempSync(join(testFolder(), 'registry-'));
    this.#pool = poolOf('au_worker');
    this.#app = poolOf('au_app');
  }

  /** Without a database of the suite's own on the server of the run. */
  static async open(database?: TestDatabase): Promise<DclBench> {
    return new DclBench(database ?? (await createTestDatabase()));
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#app.end();
    await this.database.drop();
    rmSync(this.root, { recursive: true, force: true });
  }

  async planted(order: readonly PlantedRecord[] = records): Promise<PlantedStream> {
    const stream = await PlantedStream.create(this.database);
    await stream.append(order);
    return stream;
  }

  connect(tenantId: TenantId, estimate = false): Promise<BuildResult> {
    return build(this.#pool, this.#options(tenantId, estimate), () => undefined);
  }

  /** The building process as the worker starts it, with a failpoint. */
  forkBuilder(tenantId: TenantId, failpoint: string): BuilderProcess {
    const child = fork(builderScript, [], {
      env: { NODE_ENV: 'test', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const exited = once(child, 'exit').then(([code, signal]) => (signal ?? code) as number | string | null);
    const { url: databaseUrl, rolesKey } = this.database;
    const message: ToBuilder = { options: this.#options(tenantId, false), databaseUrl, rolesKey, failpoint };
    child.send(message);
    return { child, exited, log: () => log };
  }

  #options(tenantId: TenantId, estimate: boolean): BuildOptions {
    return {
      tenantId,
      taskId: randomUUID(),
      traceId: 't'.repeat(32),
      root: this.root,
      host: 'test',
      memoryMb: 256,
      threads: 2,
      estimate,
    };
  }

  query(tenantId: TenantId, sql: string): Promise<QueryAnswer> {
    return queryGeneration(
      { pool: this.#app, config: { DCL_ROOT: this.root } },
      { tenantId, sql, limits: { rows: 10_000 } },
    );
  }

  async rows(tenantId: TenantId, sql: string): Promise<readonly (readonly Json[])[]> {
    return (await this.query(tenantId, sql)).rows;
  }

  /** Golden ids of records, by record key. */
  async idsOf(tenantId: TenantId, entity: 'account' | 'contact'): Promise<Record<string, string>> {
    const found = await this.rows(
      tenantId,
      `SELECT record_key, golden_id FROM golden_members WHERE entity = '${entity}' ORDER BY record_key`,
    );
    return Object.fromEntries(found as unknown as [string, string][]);
  }

  /** As the API reads and writes. */
  asApp<T>(tenantId: TenantId, work: (transaction: TenantTransaction) => Promise<T>): Promise<T> {
    return withTenant(this.#app, tenantId, work);
  }

  decide(tenantId: TenantId, constraint: Constraint): Promise<string> {
    return this.asApp(tenantId, (transaction) =>
      addConstraint(transaction, { entity: 'account', constraint, reason: undefined, userId: randomUUID() }),
    );
  }

  /** Types of the events about golden records, in order. */
  async eventsOf(tenantId: TenantId): Promise<readonly string[]> {
    const { rows } = await this.database.admin.query<{ type: string }>(
      `select type from au.event_log where tenant_id = $1 and type like 'golden.%' order by id`,
      [tenantId],
    );
    return rows.map(({ type }) => type);
  }
}
