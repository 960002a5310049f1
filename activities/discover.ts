import { tenantId as parseTenant } from '../domain/ids.ts';
import { renderMapping } from '../domain/mapping/render.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { streamName } from '../domain/record-keys.ts';
import type { SourceObject, SourceSchema } from '../domain/schema/types.ts';
import { streamOfObject } from '../platform/database/repositories/mapping-history.ts';
import { frozenObjects } from '../platform/database/repositories/repair-policies.ts';
import { activeMappings, addMappingVersion } from '../platform/database/repositories/streams.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { IngestInput } from '../workflows/ingest.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { loadConnection } from './open-connection.ts';
import { keyLoss } from './record-shape.ts';
import { recordSchema } from './record-schema.ts';

export interface IngestPlan {
  /** Streams to read, in name order. */
  readonly streams: readonly string[];
}

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'> & { readonly defaults: readonly Mapping[] };

export const createDiscoverActivities = (deps: Needs) => ({
  /**
   * Looks at the source, records what has changed since the approved baseline and opens, updates or heals tickets; gives
   * objects without a mapping the shipped default where one fits; answers the streams to read. Objects that stay without
   * a mapping are listed on the task with their row counts.
   */
  discover: (input: IngestInput): Promise<IngestPlan> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const opened = await loadConnection(deps, tenantId, input.connectionId);
      const connector = await opened.module.open(opened.options);
      try {
        const schema = await connector.discover();
        const unmapped = await withTenant(deps.pool, tenantId, async (transaction) => {
          const { system } = opened;
          const found = await recordSchema(transaction, {
            ...input,
            system,
            schema,
            defaults: deps.defaults,
          });
          for (const { object, mappings } of found.suited)
            for (const mapping of mappings)
              await adoptDefault(transaction, input.connectionId, object, mapping);
          return found.unmapped;
        });
        const counts: { readonly object: string; readonly rows: number | null }[] = [];
        for (const object of unmapped) {
          const rows = object.access === 'granted' ? await connector.count(object) : null;
          counts.push({ object: object.name, rows });
        }
        return await withTenant(deps.pool, tenantId, async (transaction) => {
          await transaction.db
            .updateTable('tasks')
            .set({ result: JSON.stringify({ unmapped: counts, guesses: schema.guesses ?? [] }) })
            .where('task_id', '=', input.taskId)
            .execute();
          return { streams: await readable(transaction, input.connectionId, schema) };
        });
      } finally {
        await connector.close();
      }
    }),
});

export type DiscoverActivities = ReturnType<typeof createDiscoverActivities>;

const adoptDefault = async (
  transaction: TenantTransaction,
  connectionId: string,
  object: SourceObject,
  mapping: Mapping,
): Promise<void> => {
  await addMappingVersion(
    transaction,
    {
      connectionId,
      // An object that was mapped before keeps its stream, and with it the keys of its records.
      stream: (await streamOfObject(transaction, connectionId, object.name)) ?? streamName(object.name),
      object: object.name,
      entity: mapping.entity,
      document: renderMapping({ ...mapping, object: object.name }),
      author: 'default',
      reason: `Shipped mapping for ${mapping.system} ${mapping.object}`,
    },
    0,
  );
};

/**
 * Mapped streams whose object is there and may be read; the key and the change field of none of them are gone, and none waits
 * under a frozen policy.
 */
const readable = async (
  transaction: TenantTransaction,
  connectionId: string,
  schema: SourceSchema,
): Promise<readonly string[]> => {
  const objects = new Map(schema.objects.map((object) => [object.name, object]));
  const mapped = await activeMappings(transaction, connectionId);
  const frozen = await frozenObjects(transaction, connectionId);
  const streams = mapped.filter(({ object, document }) => {
    const found = objects.get(object);
    return found?.access === 'granted' && !frozen.has(object) && keyLoss(found, [document]) === null;
  });
  return [...new Set(streams.map(({ stream }) => stream))];
};
