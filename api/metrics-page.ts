import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import type { Request } from 'express';
import { Gauge } from 'prom-client';
import type pg from 'pg';
import type { Deps } from './deps.ts';
import { registerLlmFigures } from './llm-figures.ts';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** With METRICS_TOKEN: whoever has it. Without: this machine alone, but not a proxy on it that forwards for others. */
const mayRead = (request: Request, token: string | undefined): boolean =>
  token === undefined
    ? loopback.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined
    : timingSafeEqual(sha256(request.get('Authorization') ?? ''), sha256(`Bearer ${token}`));

/** `/metrics` in Prometheus' text format. */
export const metricsPage = ({ config, metrics, pools, logger }: Deps): Router => {
  const registry = metrics.registry;
  const tasks = new Gauge({
    name: 'autonomos_tasks',
    help: 'Tasks by kind and state',
    labelNames: ['kind', 'state'],
    registers: [registry],
  });
  const connections = new Gauge({
    name: 'autonomos_connections',
    help: 'Connections by system and status',
    labelNames: ['system', 'status'],
    registers: [registry],
  });
  const waiting = new Gauge({
    name: 'autonomos_outbox_waiting',
    help: 'Effects that are due and not done',
    registers: [registry],
  });
  const lag = new Gauge({
    name: 'autonomos_outbox_lag_seconds',
    help: 'Age of the oldest effect that is due',
    registers: [registry],
  });

  const refreshLlm = registerLlmFigures(registry);

  const refresh = async (): Promise<void> => {
    await refreshLlm(pools.ops);
    const figures = await readFigures(pools.ops);
    tasks.reset();
    connections.reset();
    for (const { kind, state, count } of figures.tasks) tasks.set({ kind, state }, count);
    for (const { system, status, count } of figures.connections) connections.set({ system, status }, count);
    waiting.set(figures.outbox.count);
    lag.set(figures.outbox.lag);
  };

  const router = Router();
  router.get('/metrics', async (request, response) => {
    if (!mayRead(request, config.METRICS_TOKEN)) {
      response.status(403).type('text/plain').send('Send METRICS_TOKEN as bearer token\n');
      return;
    }
    // The process's own figures are worth most while the database is down.
    await refresh().catch((error: unknown) => {
      logger.warn({ error }, 'figures of the database are missing from /metrics');
    });
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
};

interface Figures {
  readonly tasks: readonly { readonly kind: string; readonly state: string; readonly count: number }[];
  readonly connections: readonly {
    readonly system: string;
    readonly status: string;
    readonly count: number;
  }[];
  readonly outbox: { readonly count: number; readonly lag: number };
}

const readFigures = async (ops: pg.Pool): Promise<Figures> => {
  const [tasks, connections, outbox] = await Promise.all([
    ops.query<Figures['tasks'][number]>('select kind, state, count(*) from au.tasks group by 1, 2'),
    ops.query<Figures['connections'][number]>(
      'select system, status, count(*) from au.connections where deleted_at is null group by 1, 2',
    ),
    ops.query<Figures['outbox']>(
      `select count(*), coalesce(extract(epoch from now() - min(due_at)), 0)::float8 as lag
       from au.outbox where due_at <= now()`,
    ),
  ]);
  return { tasks: tasks.rows, connections: connections.rows, outbox: outbox.rows[0] ?? { count: 0, lag: 0 } };
};
