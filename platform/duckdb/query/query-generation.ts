import type pg from 'pg';
import { Fault } from '../../../domain/faults.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { generationsKept, publishedGenerations } from '../../database/repositories/dcl-generations.ts';
import type { Generation } from '../../database/repositories/dcl-generations.ts';
import { withTenant } from '../../database/with-tenant.ts';
import { isWhole, registryFile } from '../registry.ts';
import type { QueryParameter, QueryRows } from './protocol.ts';
import { askReader } from './reader.ts';

export interface QueryDeps {
  /** Pool of au_app or au_worker. */
  readonly pool: pg.Pool;
  readonly config: { readonly DCL_ROOT: string };
}

export interface QueryLimits {
  readonly timeMs: number;
  readonly rows: number;
  /** Of the answer's JSON. */
  readonly bytes: number;
}

const usualLimits: QueryLimits = { timeMs: 10_000, rows: 1_000, bytes: 8_000_000 };

export interface GenerationQuery {
  readonly tenantId: TenantId;
  /** Left out: the newest published one whose file is whole here. */
  readonly generation?: number;
  /** One SELECT over the views; `$1`, `$2` … stand for the parameters, which come as VARCHAR, DOUBLE or BOOLEAN. */
  readonly sql: string;
  readonly parameters?: readonly QueryParameter[];
  readonly limits?: Partial<QueryLimits>;
}

export interface QueryAnswer extends QueryRows {
  readonly generation: number;
  /** The last canonical event that the generation knows, and when it was published. */
  readonly canonicalSeq: number;
  readonly publishedAt: Date;
  readonly tookMs: number;
}

/** A generation whose file is whole on this host. */
export interface ReadableGeneration {
  readonly generation: Generation;
  readonly path: string;
  /** False: the current one's file is missing or torn here, and this is an earlier one. */
  readonly current: boolean;
}

/**
 * The generation to read: the one asked for, or the newest published one whose file is whole on this host.
 * @throws Fault `conflict` before the first connect, `not_found` for a generation that is not kept, `registry_unavailable`
 */
export const readableGeneration = async (
  deps: QueryDeps,
  tenantId: TenantId,
  wanted?: number,
): Promise<ReadableGeneration> => {
  const known = await withTenant(deps.pool, tenantId, (transaction) =>
    publishedGenerations(transaction, generationsKept),
  );
  if (known.length === 0 && wanted === undefined)
    throw new Fault('conflict', 'There are no golden records yet: run DCL connect first (POST /dcl/connect)');
  const chosen = wanted === undefined ? known : known.filter(({ generation }) => generation === wanted);
  if (chosen.length === 0) {
    const kept = known.map(({ generation }) => generation).join(', ') || 'none';
    throw new Fault('not_found', `Generation ${wanted ?? 0} is not kept; there are ${kept}`);
  }
  for (const generation of chosen) {
    const path = registryFile(deps.config.DCL_ROOT, tenantId, generation.generation);
    const facts = { bytes: generation.file_bytes ?? 0, sha256: generation.file_sha256 ?? '' };
    if (await isWhole(path, facts)) return { generation, path, current: generation.current };
  }
  throw new Fault(
    'registry_unavailable',
    'No published file is whole on this host; DCL connect builds it anew (POST /dcl/connect)',
    { retryAfterSeconds: 10 },
  );
};

/**
 * Runs a read-only query over one published generation, in a process of its own that has no secrets and no way out. The same
 * query over the same generation gives the same rows (in the order that it asks for).
 * @throws Fault `conflict`, `not_found`, `registry_unavailable`, `query_refused`, `query_invalid`, `query_too_costly`
 */
export const queryGeneration = async (deps: QueryDeps, query: GenerationQuery): Promise<QueryAnswer> => {
  const { generation, path } = await readableGeneration(deps, query.tenantId, query.generation);
  const limits = { ...usualLimits, ...query.limits };
  const began = performance.now();
  const answer = await askReader(
    path,
    {
      kind: 'query',
      sql: query.sql,
      parameters: query.parameters ?? [],
      maxRows: limits.rows,
      maxBytes: limits.bytes,
    },
    limits.timeMs,
  );
  if (answer.kind !== 'rows') throw new Fault('internal', 'The reading process answered out of turn');
  return {
    generation: generation.generation,
    canonicalSeq: generation.canonical_seq,
    publishedAt: generation.published_at ?? generation.started_at,
    columns: answer.columns,
    rows: answer.rows,
    truncated: answer.truncated,
    tookMs: Math.round(performance.now() - began),
  };
};
