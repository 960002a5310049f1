import { hostname } from 'node:os';
import { isFault } from '../../../domain/faults.ts';
import { currentGeneration } from '../../../platform/database/repositories/dcl-generations.ts';
import { enqueueTask } from '../../../platform/database/repositories/tasks.ts';
import { queryGeneration, readableGeneration } from '../../../platform/duckdb/query/query-generation.ts';
import type {
  GenerationQuery,
  QueryAnswer,
  ReadableGeneration,
} from '../../../platform/duckdb/query/query-generation.ts';
import type { Deps } from '../../deps.ts';
import type { DetachedCall } from '../../endpoint.ts';
import { connectTask } from './connect-task.ts';

type Asking = Pick<DetachedCall, 'caller' | 'inTenant' | 'traceId'>;

/**
 * A file that was published by this host, and is missing or torn here, is built anew; another host's can only be shared with
 * this one (docs/dcl.md), and a build there would bring nothing.
 */
const rebuild = ({ caller, inTenant, traceId }: Asking): Promise<void> =>
  inTenant(async (transaction) => {
    const current = await currentGeneration(transaction);
    if (current?.host !== hostname()) return;
    const { tenantId } = caller;
    await enqueueTask(transaction, connectTask({ tenantId, traceId, requestedBy: 'registry' }));
  });

const orRebuild = async <T>(asking: Asking, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (isFault(error) && error.code === 'registry_unavailable') await rebuild(asking);
    throw error;
  }
};

/** The generation to read; asks for a new one where the current one's file is not whole. */
export const generationToRead = (
  { pools, config }: Deps,
  asking: Asking,
  wanted?: number,
): Promise<ReadableGeneration> =>
  orRebuild(asking, async () => {
    const readable = await readableGeneration({ pool: pools.app, config }, asking.caller.tenantId, wanted);
    if (wanted === undefined && !readable.current) await rebuild(asking);
    return readable;
  });

/** Runs a query over the newest whole generation, or the one asked for. */
export const queryOrRebuild = async (
  deps: Deps,
  asking: Asking,
  query: Omit<GenerationQuery, 'tenantId'>,
): Promise<QueryAnswer> => {
  const { generation } = await generationToRead(deps, asking, query.generation);
  return await orRebuild(asking, () =>
    queryGeneration(
      { pool: deps.pools.app, config: deps.config },
      { ...query, tenantId: asking.caller.tenantId, generation: generation.generation },
    ),
  );
};
