import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { RepairPolicy } from '../../../domain/repair/policy.ts';
import type { ChangeEdit, RepairPass } from '../../../domain/repair/repair.ts';
import { proposeAgain } from '../../../platform/database/repositories/propose-again.ts';
import {
  acceptTicket,
  decideRepair,
  requestUndo,
} from '../../../platform/database/repositories/repair-decisions.ts';
import { openTickets } from '../../../platform/database/repositories/object-schemas.ts';
import { previewEdits } from '../../../platform/database/repositories/repair-passes.ts';
import { setPolicy } from '../../../platform/database/repositories/repair-policies.ts';
import { currentRepair, findRepair, findTicket } from '../../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../../platform/database/repositories/repairs.ts';
import { activeMappings, addMappingVersion } from '../../../platform/database/repositories/streams.ts';
import type { Task } from '../../../platform/database/repositories/tasks.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { createSecrets } from '../../../platform/secrets.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { databaseUrl } from '../../support/services.ts';
import { until } from '../../support/test-platform.ts';
import type { TestPlatform } from '../../support/test-platform.ts';

const server = new URL(databaseUrl());
const traceId = 'c'.repeat(32);

/** The mapping that suites start from; `kept` is read by nothing. */
export const firmMapping = (object: string, key = 'id'): string => `
system: supabase
object: ${object}
entity: account
version: 1
key: ${key}
fields:
  name: { from: title, required: true }
  industry: sector
  annual_revenue: turnover
  employee_count: staff
  phone: phone_no
  website: site
  description: about
`;

const columns = `id integer primary key, title text not null, sector text, turnover numeric(14,2), staff integer,
  phone_no text, site text, about text, kept text`;

/** What a worker needs; repairs wait or are applied by themselves, as the policy says. */
export const repairEnvironment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  EGRESS_ALLOW: `${server.hostname}:${server.port}`,
  FEATURE_DRIFT_AUTOFIX: 'true',
  OBSERVE_EVERY_SECONDS: '3600',
  ...more,
});

/** A PostgreSQL source whose tables tests change while they are read, and the doors to its tickets. */
export class RepairBench {
  readonly platform: TestPlatform;
  readonly source: pg.Client;
  readonly schema: string;
  readonly connectionId: string;
  readonly slug: string;

  private constructor(platform: TestPlatform, source: pg.Client, schema: string, connectionId: string) {
    this.platform = platform;
    this.source = source;
    this.schema = schema;
    this.connectionId = connectionId;
    this.slug = schema.replaceAll('_', '-');
  }

  /**
   * A source of its own on the platform, so that an ingest reads the tables of one test alone. `port` is that of a proxy in
   * front of it.
   */
  static async on(platform: TestPlatform, port = Number(server.port)): Promise<RepairBench> {
    const schema = `repair_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const source = new pg.Client({ connectionString: databaseUrl() });
    await source.connect();
    await source.query(`create schema ${schema}`);
    const bench = new RepairBench(platform, source, schema, randomUUID());
    await bench.#connect(port);
    return bench;
  }

  async ingest(): Promise<Task> {
    return await this.platform.ingest(this.connectionId);
  }

  async #connect(port: number): Promise<void> {
    const secrets = createSecrets('s'.repeat(32), []);
    await withTenant(this.platform.app, this.platform.tenantId, async (transaction) => {
      const { db, tenantId } = transaction;
      const key = { tenant_id: tenantId, connection_id: this.connectionId };
      const { system, config, credentials } = postgresSource(this.schema, { port });
      await db
        .insertInto('connections')
        .values({
          ...key,
          slug: this.slug,
          name: this.slug,
          system,
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
  }

  /** A table of firms with these many rows, mapped. */
  async table(name: string, rows: number, mapping = firmMapping(name)): Promise<void> {
    await this.source.query(`create table ${this.schema}.${name} (${columns})`);
    await this.fill(name, 1, rows);
    await this.map(name, mapping);
  }

  /** The first version of an object's mapping to accounts. */
  async map(name: string, mapping: string): Promise<void> {
    await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      addMappingVersion(transaction, {
        connectionId: this.connectionId,
        stream: name,
        object: name,
        entity: 'account',
        document: mapping,
        author: 'human',
        reason: 'test',
      }),
    );
  }

  /** Rows whose values follow from their ids, so that every run holds the same. */
  async fill(
    name: string,
    from: number,
    to: number,
    renamed: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const call = (column: string): string => renamed[column] ?? column;
    await this.source.query(
      `insert into ${this.schema}.${name}
         (id, title, ${call('sector')}, ${call('turnover')}, staff, phone_no, site, about, kept)
       select i, 'Firm ' || i, 'sector ' || i % 17, i * 7.25, i % 900, '+49 30 ' || 100000 + i,
         'https://firm' || i || '.example', 'about ' || md5(i::text), 'kept ' || i
       from generate_series($1::integer, $2::integer) i`,
      [from, to],
    );
  }

  async policy(
    policy: RepairPolicy,
    object: string | null = null,
    field: string | null = null,
  ): Promise<void> {
    const scope = { connectionId: object === null ? null : this.connectionId, object, field };
    await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      setPolicy(transaction, scope, policy, 'test'),
    );
  }

  async alter(table: string, what: string): Promise<void> {
    await this.source.query(`alter table ${this.schema}.${table} ${what}`);
  }

  /** Of all objects. */
  async openTickets(): Promise<readonly DriftEvent[]> {
    return await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      openTickets(transaction, this.connectionId),
    );
  }

  /** The object's newest ticket. */
  async ticket(object: string): Promise<DriftEvent | undefined> {
    return await withTenant(this.platform.app, this.platform.tenantId, ({ db }) =>
      db
        .selectFrom('drift_events')
        .selectAll()
        .where('connection_id', '=', this.connectionId)
        .where('object', '=', object)
        .orderBy('opened_at', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
  }

  /** The object's ticket once it is in one of these states, with the repair that answers it. */
  async settled(
    object: string,
    states: readonly DriftEvent['state'][],
    seconds = 90,
  ): Promise<{ readonly ticket: DriftEvent; readonly repair: Repair | undefined }> {
    let ticket: DriftEvent | undefined;
    let repair: Repair | undefined;
    await until(
      `the ticket of ${object} is ${states.join(' or ')}`,
      async () => {
        ticket = await this.ticket(object);
        repair = ticket === undefined ? undefined : await this.#repairOf(ticket);
        return ticket !== undefined && states.includes(ticket.state);
      },
      () => JSON.stringify({ ticket, repair }),
      seconds,
    );
    return { ticket: ticket!, repair };
  }

  #repairOf(ticket: DriftEvent): Promise<Repair | undefined> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      currentRepair(transaction, ticket),
    );
  }

  /** All repairs of a ticket, the oldest first. */
  async repairs({ drift_event_id }: DriftEvent): Promise<readonly Repair[]> {
    return await withTenant(this.platform.app, this.platform.tenantId, ({ db }) =>
      db
        .selectFrom('repairs')
        .selectAll()
        .where('drift_event_id', '=', drift_event_id)
        .orderBy('created_at')
        .execute(),
    );
  }

  async repair(repairId: string): Promise<Repair> {
    const repair = await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      findRepair(transaction, repairId),
    );
    return repair!;
  }

  async ticketById(id: string): Promise<DriftEvent> {
    const ticket = await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      findTicket(transaction, id),
    );
    return ticket!;
  }

  /** Decides as the door does. */
  decide(
    { repair_id, digest }: Pick<Repair, 'repair_id' | 'digest'>,
    verdict: 'approve' | 'reject',
    edits?: readonly ChangeEdit[],
  ): Promise<{ readonly decisionId: string }> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      decideRepair(transaction, {
        repairId: repair_id,
        digest,
        verdict,
        edits,
        reason: 'test',
        decidedBy: randomUUID(),
        traceId,
      }),
    );
  }

  /** What the door shows of an approval with these edits. */
  preview(
    { repair_id, digest }: Pick<Repair, 'repair_id' | 'digest'>,
    edits: readonly ChangeEdit[],
  ): Promise<Pick<RepairPass, 'seq' | 'done' | 'counts' | 'rows'>> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      previewEdits(transaction, { repairId: repair_id, digest, edits }),
    );
  }

  accept({ drift_event_id, digest }: DriftEvent): Promise<{ readonly repairId: string }> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      acceptTicket(transaction, {
        driftEventId: drift_event_id,
        digest,
        decidedBy: randomUUID(),
        traceId,
      }),
    );
  }

  proposeAgain({ drift_event_id, digest }: DriftEvent): Promise<void> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      proposeAgain(transaction, { driftEventId: drift_event_id, digest, traceId }),
    );
  }

  askForUndo(repairId: string): Promise<void> {
    return withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      requestUndo(transaction, { repairId, reason: 'test', requestedBy: randomUUID(), now: new Date() }),
    );
  }

  async undone(repairId: string, seconds = 90): Promise<Repair> {
    let repair = await this.repair(repairId);
    await until(
      'the repair is undone',
      async () => {
        repair = await this.repair(repairId);
        return repair.state === 'undone';
      },
      () => JSON.stringify(repair.undo),
      seconds,
    );
    return repair;
  }

  async undo(repairId: string): Promise<Repair> {
    await this.askForUndo(repairId);
    return await this.undone(repairId);
  }

  async mappings(
    stream: string,
  ): Promise<readonly { readonly version: number; readonly document: string }[]> {
    return await withTenant(this.platform.app, this.platform.tenantId, (transaction) =>
      activeMappings(transaction, this.connectionId, stream),
    );
  }

  /**
   * SHA-256 over entity, record id and data of each record's latest event (up to a seq, where one is given) in key order;
   * deleted records are left out.
   */
  async stateHash(
    stream: string,
    until = Number.MAX_SAFE_INTEGER,
  ): Promise<{ readonly hash: string; readonly records: number }> {
    const { rows } = await this.platform.database.admin.query<{ line: string }>(
      `select entity || ' ' || substr(record_key, length($1) + 1) || ' ' || data::text as line from (
         select distinct on (record_key, entity) record_key, entity, op, data from au.canonical_streams
         where starts_with(record_key, $1) and seq <= $2 order by record_key, entity, record_seq desc) e
       where op = 'u' order by substr(record_key, length($1) + 1) collate "C", entity`,
      [`${this.slug}/${stream}/`, until],
    );
    const hash = createHash('sha256');
    for (const { line } of rows) hash.update(`${line}\n`);
    return { hash: hash.digest('hex'), records: rows.length };
  }

  async close(): Promise<void> {
    await this.source.query(`drop schema ${this.schema} cascade`);
    await this.source.end();
  }
}
