import type { Config } from '../platform/config.ts';
import { createPool } from '../platform/database/pool.ts';
import type { LoginRole } from '../platform/database/roles.ts';
import { createLlm } from '../platform/llm/create-llm.ts';
import type { Logger } from '../platform/logger.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createRedis } from '../platform/redis.ts';
import { createSecrets } from '../platform/secrets.ts';
import { startTelemetry } from '../platform/telemetry.ts';
import { createTemporal } from '../temporal/client.ts';
import type { Deps } from './deps.ts';
import { createAccessTokens } from './gateway/access-tokens.ts';
import { startCensus } from './gateway/census.ts';
import { createCursors } from './gateway/cursors.ts';
import { createRateLimits } from './gateway/rate-limits.ts';
import { createStandings } from './gateway/standing.ts';
import { createPasswords } from './identity/passwords.ts';
import { createLineages } from './routes/lineage/tenant-lineage.ts';
import { createEventHub } from './streams/event-hub.ts';

/** How long others are waited for, in ms. */
export interface Deadlines {
  /** A command to Redis that takes longer is not worth waiting for: the request goes on without. */
  readonly redis: number;
  /** A connection to PostgreSQL; after that the answer is 503. */
  readonly database: number;
  /** Whoever reads a stream of events and takes nothing of it for so long is cut. */
  readonly reader: number;
}

const usualDeadlines: Deadlines = { redis: 50, database: 1_000, reader: 30_000 };

export interface OwnedDeps extends Deps {
  /** Closes every connection; in-flight work should have ended. */
  close(): Promise<void>;
}

/** Makes what the API needs. Nothing here waits for a server: each connects when it can, and again when it was lost. */
export const createDeps = (
  config: Config,
  logger: Logger,
  deadlines: Deadlines = usualDeadlines,
): OwnedDeps => {
  const pool = (role: LoginRole, max: number) =>
    createPool({
      databaseUrl: config.DATABASE_URL,
      rolesKey: config.DATABASE_ROLES_KEY,
      role,
      max,
      connectTimeoutMs: deadlines.database,
      queryTimeoutMs: 20_000,
      logger,
    });
  const pools = { app: pool('au_app', 10), login: pool('au_login', 4), ops: pool('au_ops', 2) };
  const redis =
    config.REDIS_URL === undefined
      ? undefined
      : createRedis({ url: config.REDIS_URL, logger, commandTimeoutMs: deadlines.redis });
  const temporal = createTemporal(config, logger);
  const telemetry = startTelemetry('autonomos-api', config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const census = startCensus(redis);
  const events = createEventHub({
    pool: pools.app,
    redis,
    redisUrl: config.REDIS_URL,
    logger,
    patience: deadlines.reader,
  });
  return {
    config,
    logger,
    pools,
    secrets: createSecrets(config.ENCRYPTION_KEY, config.ENCRYPTION_KEYS_OLD),
    redis,
    temporal,
    telemetry,
    metrics: createMetrics('api'),
    tokens: createAccessTokens(config.JWT_SECRET),
    standings: createStandings(pools.app),
    limits: createRateLimits(redis, census),
    passwords: createPasswords(),
    cursors: createCursors(config.JWT_SECRET),
    llm: createLlm(config, { pool: pools.app, redis, logger }),
    lineages: createLineages(),
    events,
    checkReplies: config.NODE_ENV === 'test',
    close: async () => {
      census.close();
      events.shutdown();
      redis?.disconnect();
      await Promise.allSettled([
        pools.app.end(),
        pools.login.end(),
        pools.ops.end(),
        temporal.close(),
        telemetry.shutdown(),
      ]);
    },
  };
};
