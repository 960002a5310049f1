import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { TenantTransaction } from './with-tenant.ts';

/** Who writes: the lease of one stream, taken at the start of an attempt, and the mapping versions it compiled. */
export interface Fence {
  readonly tenantId: TenantId;
  readonly connectionId: string;
  readonly stream: string;
  readonly epoch: number;
  readonly mappingVersions: Readonly<Record<string, number>>;
  /** True when the stream has, or ever had, mappings to more than one entity. */
  readonly severalEntities: boolean;
}

/**
 * Holds lease and mapping versions until the transaction ends. Throws `lease_stale`, `mapping_superseded`, or `object_steered`
 * where a person has taken the lease away.
 */
export const checkFence = async (transaction: TenantTransaction, fence: Fence): Promise<void> => {
  const { client } = transaction;
  const { rows } = await client.query<{ epoch: number; holder: string | null }>(
    'select epoch, holder from au.streams where connection_id = $1 and stream = $2 for update',
    [fence.connectionId, fence.stream],
  );
  const [now] = rows;
  if (now?.epoch !== fence.epoch) {
    if (now?.holder === null)
      throw new Fault('object_steered', `${fence.stream} was paused, or is to be read anew`);
    throw new Fault(
      'lease_stale',
      `Attempt ${fence.epoch} on ${fence.stream} was replaced by attempt ${now?.epoch ?? 'none'}`,
    );
  }
  await checkMappings(transaction, fence);
};

/** Holds the active mapping versions until the transaction ends. Throws `mapping_superseded`. */
export const checkMappings = async ({ client }: TenantTransaction, fence: Fence): Promise<void> => {
  const { rows: active } = await client.query<{ entity: string; version: number }>(
    'select entity, version from au.active_mappings where connection_id = $1 and stream = $2 order by entity for share',
    [fence.connectionId, fence.stream],
  );
  const same =
    active.length === Object.keys(fence.mappingVersions).length &&
    active.every(({ entity, version }) => fence.mappingVersions[entity] === version);
  if (!same)
    throw new Fault('mapping_superseded', `The mappings of ${fence.stream} changed while it was being read`);
};
