import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import type { Llm } from '../platform/llm/create-llm.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Telemetry } from '../platform/telemetry.ts';
import type { Temporal } from '../temporal/client.ts';
import type { AccessTokens } from './gateway/access-tokens.ts';
import type { Cursors } from './gateway/cursors.ts';
import type { RateLimits } from './gateway/rate-limits.ts';
import type { Standings } from './gateway/standing.ts';
import type { Passwords } from './identity/passwords.ts';
import type { Lineages } from './routes/lineage/tenant-lineage.ts';
import type { EventHub } from './streams/event-hub.ts';

/** Everything that a handler may need; made once per process by `createDeps`. */
export interface Deps {
  readonly config: Config;
  readonly logger: Logger;
  readonly pools: {
    readonly app: pg.Pool;
    /** Sign-in look-ups alone. */
    readonly login: pg.Pool;
    /** Aggregates over all tenants, for /metrics and /readyz. */
    readonly ops: pg.Pool;
  };
  readonly secrets: Secrets;
  /** Undefined when no REDIS_URL is set; may be down at any time. */
  readonly redis: Redis | undefined;
  readonly temporal: Temporal;
  readonly telemetry: Telemetry;
  readonly metrics: Metrics;
  readonly tokens: AccessTokens;
  readonly standings: Standings;
  readonly limits: RateLimits;
  readonly passwords: Passwords;
  readonly cursors: Cursors;
  /** Undefined without a key: questions are understood by the grammar alone. */
  readonly llm: Llm | undefined;
  /** What the tenants' lineages were built from last. */
  readonly lineages: Lineages;
  /** Every live stream of this process. */
  readonly events: EventHub;
  /** Whether answers are held against the declared schemas before they go out (tests). */
  readonly checkReplies: boolean;
}
