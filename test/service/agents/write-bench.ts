import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Json } from '../../../domain/json.ts';
import { salesforceId } from '../../../demo/generate/salesforce.ts';
import { startSalesforceSimulator } from '../../../demo/simulators/salesforce/server.ts';
import type { SalesforceSimulator } from '../../../demo/simulators/salesforce/server.ts';
import { createPool } from '../../../platform/database/pool.ts';
import {
  decideWriteback,
  requestWritebackUndo,
} from '../../../platform/database/repositories/writeback-decisions.ts';
import { addWriteback, findWriteback } from '../../../platform/database/repositories/writeback-rows.ts';
import type { Writeback } from '../../../platform/database/repositories/writeback-rows.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createLogger } from '../../../platform/logger.ts';
import { createSecrets } from '../../../platform/secrets.ts';
import { until } from '../../support/test-platform.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

const traceId = 'd'.repeat(32);
const ended = new Set<Writeback['state']>(['verified', 'undone', 'conflict', 'rejected', 'failed']);

/** An org with open deals, connected and read, and the doors to write-backs about them. */
export class WriteBench {
  readonly platform: TestPlatform;
  readonly simulator: SalesforceSimulator;
  readonly connectionId = randomUUID();
  readonly slug = 'org';
  readonly #runId = randomUUID();
  readonly #insightId = randomUUID();
  /** Agents propose, and they run in a worker. */
  readonly #worker: pg.Pool;

  private constructor(platform: TestPlatform, simulator: SalesforceSimulator) {
    this.platform = platform;
    this.simulator = simulator;
    this.#worker = createPool({
      databaseUrl: platform.database.url,
      rolesKey: platform.database.rolesKey,
      role: 'au_worker',
      max: 2,
      logger: createLogger('test', 'silent'),
    });
  }

  async close(): Promise<void> {
    await this.#worker.end();
    await this.simulator.close();
  }

  static async on(
    platform: TestPlatform,
    records: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>,
  ): Promise<WriteBench> {
    const bench = new WriteBench(platform, await startSalesforceSimulator());
    for (const [object, rows] of Object.entries(records)) bench.simulator.loadRecords(object, rows);
    await bench.#connect();
    return bench;
  }

  /** What a worker needs to reach the org. */
  get environment(): Record<string, string> {
    return { EGRESS_ALLOW: this.simulator.host, OBSERVE_EVERY_SECONDS: '3600' };
  }

  async #connect(): Promise<void> {
    const { client, url } = this.simulator;
    const secrets = createSecrets('s'.repeat(32), []);
    const credentials = { grant: 'client_credentials', clientId: client.id, clientSecret: client.secret };
    await withTenant(this.platform.app, this.platform.tenantId, async (transaction) => {
      const { db, tenantId } = transaction;
      const key = { tenant_id: tenantId, connection_id: this.connectionId };
      const config = { loginUrl: url, objects: ['Account', 'Opportunity'] };
      await db
        .insertInto('connections')
        .values({
          ...key,
          slug: this.slug,
          name: this.slug,
          system: 'salesforce',
          config: JSON.stringify(config),
          created_by: 'test',
        })
        .execute();
      const sealed = await secrets.sealJson(transaction, `connection:${this.connectionId}`, credentials);
      await db
        .insertInto('connection_credentials')
        .values({ ...key, sealed })
        .execute();
    });
    await this.platform.database.admin.query(
      `insert into au.agent_runs (tenant_id, run_id, agent, generation, state, trace_id) values ($1, $2, 'revops', 1, 'done', $3)`,
      [this.platform.tenantId, this.#runId, traceId],
    );
    await this.platform.database.admin.query(
      `insert into au.insights (tenant_id, insight_id, agent, kind, key, digest, severity, title, summary, figures, evidence,
         citations, as_of, first_generation)
       values ($1, $2, 'revops', 'deal_score', 'k', 'd', 'info', 't', 's', '{}', '[]', '[]', '2026-10-31', 1)`,
      [this.platform.tenantId, this.#insightId],
    );
    // An insight that no run stands for goes with the next run of its agent.
    await this.platform.database.admin.query(
      `insert into au.agent_run_insights (tenant_id, run_id, position, insight_id) values ($1, $2, 0, $3)`,
      [this.platform.tenantId, this.#runId, this.#insightId],
    );
  }

  /** Proposes to set the forecast category of a deal that held `seen` when it was looked at. */
  async propose(deal: number, seen: string | null, proposed: string): Promise<string> {
    const id = await withTenant(this.#worker, this.platform.tenantId, (transaction) =>
      addWriteback(transaction, {
        agent: 'revops',
        run_id: this.#runId,
        insight_id: this.#insightId,
        generation: 1,
        connection_id: this.connectionId,
        entity: 'opportunity',
        golden_id: `opp_${deal}`,
        object: 'Opportunity',
        key: JSON.stringify([this.idOf(deal)]),
        field: 'ForecastCategoryName',
        seen: JSON.stringify(seen),
        proposed: JSON.stringify(proposed),
        digest: `${deal} ${seen ?? ''} ${proposed}`,
        autonomy: 'suggest',
        summary: 'because',
        changed_before: null,
        trace_id: traceId,
      }),
    );
    return id!;
  }

  idOf(deal: number): string {
    return salesforceId('006', deal);
  }

  async decide(writebackId: string, verdict: 'approve' | 'reject'): Promise<string> {
    const { decisionId } = await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      decideWriteback(transaction, { writebackId, verdict, decidedBy: 'tester', traceId }),
    );
    return decisionId;
  }

  async undo(writebackId: string): Promise<void> {
    await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      requestWritebackUndo(transaction, { writebackId, requestedBy: 'tester', now: new Date() }),
    );
  }

  async row(writebackId: string): Promise<Writeback> {
    const row = await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      findWriteback(transaction, writebackId),
    );
    return row!;
  }

  /** The write-back when it has ended. */
  async ended(writebackId: string, seconds = 90): Promise<Writeback> {
    let row = await this.row(writebackId);
    await until(
      `write-back ${writebackId} ends`,
      async () => {
        row = await this.row(writebackId);
        return ended.has(row.state);
      },
      () => JSON.stringify(row),
      seconds,
    );
    return row;
  }

  /** What the org holds. */
  async category(deal: number): Promise<Json> {
    return (await this.#record(deal))['ForecastCategoryName'] ?? null;
  }

  /** A person's own change in the org. */
  async change(deal: number, values: Readonly<Record<string, Json>>): Promise<void> {
    await this.#ask(`/sobjects/Opportunity/${this.idOf(deal)}`, {
      method: 'PATCH',
      body: JSON.stringify(values),
    });
  }

  async #record(deal: number): Promise<Record<string, Json>> {
    const answer = await this.#ask(`/sobjects/Opportunity/${this.idOf(deal)}`, {});
    return (await answer.json()) as Record<string, Json>;
  }

  async #ask(path: string, request: RequestInit): Promise<Response> {
    const { client, url } = this.simulator;
    const signIn = await fetch(`${url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.id,
        client_secret: client.secret,
      }),
    });
    const { access_token: token } = (await signIn.json()) as { access_token: string };
    return await fetch(`${url}/services/data/v62.0${path}`, {
      ...request,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  }
}

/** Open deals as the org shows them, numbered from 1. */
export const openDeals = (count: number): Record<string, Json>[] =>
  Array.from({ length: count }, (_none, at) => ({
    Id: salesforceId('006', at + 1),
    Name: `Deal ${at + 1}`,
    StageName: 'Prospecting',
    Probability: 10,
    Amount: 1_000 * (at + 1),
    CurrencyIsoCode: 'USD',
    CloseDate: '2026-11-30',
    ForecastCategoryName: 'Pipeline',
    CreatedDate: '2026-09-01T10:00:00.000Z',
    LastModifiedDate: '2026-10-01T10:00:00.000Z',
    SystemModstamp: '2026-10-01T10:00:00.000Z',
  }));
