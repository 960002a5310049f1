import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { startTask } from '../activities/start-task.ts';
import { tenantId as parseTenant } from '../domain/ids.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { slotKinds } from '../domain/states/task.ts';
import { outboxKinds } from '../platform/database/repositories/outbox.ts';
import type { OutboxKind } from '../platform/database/repositories/outbox.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { Logger } from '../platform/logger.ts';
import { continueTrace } from '../platform/telemetry.ts';
import { admitId, admitWorkflow, wake } from '../workflows/admit.contract.ts';
import { observeId, observeWorkflow } from '../workflows/observe-schemas.contract.ts';
import { taskQueues } from './task-queues.ts';

/** Carries out one effect; throwing means to try again later. `id` is the effect's stable id. */
export type Effect = (effect: {
  readonly tenantId: TenantId;
  readonly id: string;
  readonly payload: Readonly<Record<string, Json>>;
}) => Promise<void>;

export interface RelayDeps {
  /** Pool of au_relay: sees which rows are due, not what they hold. */
  readonly claims: pg.Pool;
  /** Pool of au_worker: reads a row inside its tenant. */
  readonly pool: pg.Pool;
  readonly effects: Readonly<Record<OutboxKind, Effect>>;
  readonly logger: Logger;
}

interface Claim {
  readonly tenant_id: string;
  readonly id: string;
  readonly kind: OutboxKind;
}

const claimSeconds = 30;
const pauseAfterFailure = 2_000;

interface Lane {
  readonly kinds: readonly OutboxKind[];
  /** How many effects may be at work at once. */
  readonly capacity: number;
  /** Milliseconds between two looks when nothing is due. */
  readonly idle: number;
}

/** Other people's servers may take their time, or never answer: what goes to them never holds up a job. */
const outward: ReadonlySet<OutboxKind> = new Set(['callback', 'mail', 'notify']);
const lanes: readonly Lane[] = [
  { kinds: outboxKinds.filter((kind) => !outward.has(kind)), capacity: 20, idle: 250 },
  { kinds: [...outward], capacity: 20, idle: 1_000 },
];
/** Retries double from a second to five minutes; after a day the row becomes a dead letter that stays visible. */
const retry = { firstSeconds: 1, longestSeconds: 300, giveUpAfter: '24 hours' };

/** The outbox relay: claims due rows by lease, acts outside any transaction, then deletes them. */
export class Relay {
  readonly #deps: RelayDeps;
  readonly #atWork = new Set<Promise<void>>();
  #running = true;
  #stopped: Promise<unknown> | null = null;

  constructor(deps: RelayDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#stopped = Promise.all(lanes.map((lane) => this.#loop(lane)));
  }

  /** Lets the effects at work end. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#stopped;
    await Promise.all(this.#atWork);
  }

  /** Keeps a lane filled; an effect that ends makes place for the next one. */
  async #loop({ kinds, capacity, idle }: Lane): Promise<void> {
    const mine = new Set<Promise<void>>();
    while (this.#running) {
      let wait = idle;
      try {
        const claims = await this.#claim(kinds, capacity - mine.size);
        for (const claim of claims) this.#begin(claim, mine);
        if (claims.length > 0) wait = 0;
      } catch (error) {
        this.#deps.logger.warn({ error }, 'the outbox cannot be read');
        wait = pauseAfterFailure;
      }
      if (mine.size >= capacity) await Promise.race(mine);
      else if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  #begin(claim: Claim, lane: Set<Promise<void>>): void {
    const work = this.#carryOut(claim)
      .catch((error: unknown) => {
        // The claim runs out, and the row is taken up again.
        this.#deps.logger.warn({ error, kind: claim.kind, outbox_id: claim.id }, 'an effect was interrupted');
      })
      .finally(() => {
        lane.delete(work);
        this.#atWork.delete(work);
      });
    lane.add(work);
    this.#atWork.add(work);
  }

  async #claim(kinds: readonly OutboxKind[], most: number): Promise<readonly Claim[]> {
    const { rows } = await this.#deps.claims.query<Claim>(
      `update au.outbox o set claimed_until = now() + make_interval(secs => $1)
       from (
         select tenant_id, id from au.outbox
         where due_at <= now() and (claimed_until is null or claimed_until < now()) and kind = any($2)
         order by due_at limit $3 for update skip locked
       ) due
       where o.tenant_id = due.tenant_id and o.id = due.id
       returning o.tenant_id, o.id, o.kind`,
      [claimSeconds, kinds, most],
    );
    return rows;
  }

  async #carryOut({ tenant_id, id, kind }: Claim): Promise<void> {
    const tenantId = parseTenant(tenant_id);
    const row = await withTenant(this.#deps.pool, tenantId, ({ db }) =>
      db
        .selectFrom('outbox')
        .select(['payload', 'attempts', 'traceparent'])
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (row === undefined) return;
    try {
      const effect = { tenantId, id, payload: row.payload };
      await continueTrace(row.traceparent, `outbox ${kind}`, () => this.#deps.effects[kind](effect));
      await withTenant(this.#deps.pool, tenantId, ({ db }) =>
        db.deleteFrom('outbox').where('id', '=', id).execute(),
      );
    } catch (error) {
      this.#deps.logger.warn(
        { error, kind, outbox_id: id, attempt: row.attempts + 1 },
        'an effect failed and is tried again',
      );
      await this.#postpone(tenantId, id, row.attempts, error);
    }
  }

  async #postpone(tenantId: TenantId, id: string, attempts: number, error: unknown): Promise<void> {
    const seconds =
      Math.min(retry.longestSeconds, retry.firstSeconds * 2 ** attempts) * (0.75 + Math.random() / 2);
    await withTenant(this.#deps.pool, tenantId, ({ client }) =>
      client.query(
        `update au.outbox set attempts = attempts + 1, last_error = $2, claimed_until = null,
           due_at = case when created_at < now() - $4::interval then 'infinity' else now() + make_interval(secs => $3) end
         where id = $1`,
        [id, error instanceof Error ? error.message.slice(0, 500) : 'failed', seconds, retry.giveUpAfter],
      ),
    );
  }
}

/** A text of a payload that our own code wrote; throws when it is none. */
export const textOf = (payload: Readonly<Record<string, Json>>, name: string): string => {
  const value = payload[name];
  if (typeof value !== 'string') throw new TypeError(`The outbox row has no text ${name}`);
  return value;
};

/** Starts of jobs: those that take a slot go through admission, the others start at once. */
export const createStartEffects = (
  pool: pg.Pool,
  temporal: Client,
): Pick<RelayDeps['effects'], 'start_task' | 'wake_admission' | 'observe'> => {
  const admit: Effect = async ({ tenantId }) => {
    await temporal.workflow.signalWithStart(admitWorkflow, {
      workflowId: admitId(tenantId),
      taskQueue: taskQueues.control,
      args: [{ tenantId }],
      signal: wake,
    });
  };
  return {
    wake_admission: admit,
    observe: async ({ tenantId, payload }) => {
      await temporal.workflow.start(observeWorkflow, {
        workflowId: observeId(tenantId),
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: taskQueues.control,
        args: [{ ...payload, tenantId }],
      });
    },
    start_task: async (effect) => {
      const task = await withTenant(pool, effect.tenantId, ({ db }) =>
        db
          .selectFrom('tasks')
          .selectAll()
          .where('task_id', '=', textOf(effect.payload, 'task_id'))
          .executeTakeFirst(),
      );
      if (task === undefined || task.state !== 'queued') return;
      if (slotKinds.has(task.kind)) await admit(effect);
      else await startTask(temporal, task);
    },
  };
};
