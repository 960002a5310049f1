import type { Client } from '@temporalio/client';
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import type { Advisor } from '../platform/llm/advisor.ts';
import type { Logger } from '../platform/logger.ts';
import type { Secrets } from '../platform/secrets.ts';

/** What activities may be given; each factory picks its part. */
export interface Deps {
  /** Pool of au_worker. */
  readonly pool: pg.Pool;
  readonly secrets: Secrets;
  readonly config: Pick<
    Config,
    | 'EGRESS_ALLOW'
    | 'FILESOURCE_ROOT'
    | 'INGEST_BATCH_ROWS'
    | 'DCL_ROOT'
    | 'DCL_MEMORY_MB'
    | 'NODE_ENV'
    | 'DATABASE_URL'
    | 'DATABASE_ROLES_KEY'
    | 'AUTONOMOS_FAILPOINT'
    | 'TENANT_SLOTS'
    | 'OBSERVE_EVERY_SECONDS'
    | 'FEATURE_DRIFT_AUTOFIX'
    | 'DRIFT_REPAIR_CONFIDENCE_THRESHOLD'
    | 'DRIFT_REPAIR_EXPIRES_AFTER_SECONDS'
    | 'DRIFT_REPAIR_REMIND_EVERY_SECONDS'
  >;
  readonly logger: Logger;
  readonly temporal: Pick<Client, 'workflow'>;
  /** Memory of decisions and language model; without it proposals rest on the evidence alone. */
  readonly advisor?: Advisor;
}
