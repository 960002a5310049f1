import type { DuckDBConnection } from '@duckdb/node-api';
import type pg from 'pg';
import type { TenantId } from '../../../domain/ids.ts';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import { entities } from '../../../domain/mapping/types.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import { identifier } from '../../../platform/duckdb/open-duckdb.ts';
import type { BuildProgress } from './protocol.ts';

/** What every step of a build works with. */
export interface Workshop {
  /** An empty DuckDB of its own, which spills. */
  readonly duck: DuckDBConnection;
  /**
   * A second connection, for what is written while a result of `duck` is read: whatever runs on a connection ends the stream that
   * it has open, without a word.
   */
  readonly beside: DuckDBConnection;
  /** Pool of au_worker. */
  readonly pool: pg.Pool;
  readonly tenantId: TenantId;
  /** Tells people how far the build is. */
  readonly tell: (progress: BuildProgress) => void;
}

export const allEntities: readonly Entity[] = entities;

/** Table of an entity's records: what a source says, every canonical field as text, as it stands in the events. */
export const recordsTable = (entity: Entity): string => `records_${entity}`;

/** Table that gives each record of an entity its golden id and the probability that it belongs there. */
export const placesTable = (entity: Entity): string => `places_${entity}`;

/** Table of the compared pairs whose records came to stand in one golden record: what the explanation of a pair is made of. */
export const pairsTable = (entity: UnifiedEntity): string => `pairs_${entity}`;

/** Quoted names of an entity's canonical fields. */
export const fieldNames = (entity: Entity): readonly string[] =>
  canonicalEntities[entity].fields.map(({ name }) => identifier(name));
