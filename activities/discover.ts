import { tenantId as parseTenant } from '../domain/ids.ts';

import { chooseDefaults } from '../domain/mapping/choose-default.ts';
import { renderMapping } from '../domain/mapping/render.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { streamName } from '../domain/record-keys.ts';
import type { SchemaChange } from '../domain/schema/changes.ts';
import type { SourceObject, SourceSchema } from '../domain/schema/types.ts';
import { openTicket } from '../platform/database/repositories/source-schemas.ts';
import { activeMappings, addMappingVersion } from '../platform/database/repositories/streams.ts';
import { enqueueTask } from '../platform/database/repositories/tasks.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { IngestInput } from '../workflows/ingest.contract.ts';
import { replayId } from '../workflows/replay.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { loadConnection } from './open-connection.ts';
import type { OpenedConnection } from './open-connection.ts';
import { fieldsRead, keyLoss, recordShape, sha256 } from './record-shape.ts';

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
        const unmapped = await withTenant(deps.pool, tenantId, (transaction) =>
          recordSchema(transaction, { ...input, opened, schema, defaults: deps.defaults }),
        );
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

interface Discovery extends IngestInput {
  readonly opened: OpenedConnection;
  readonly schema: SourceSchema;
  readonly defaults: readonly Mapping[];
}

/** Answers the objects that have no mapping. */
const recordSchema = async (
  transaction: TenantTransaction,
  discovery: Discovery,
): Promise<readonly SourceObject[]> => {
  const { connectionId, schema } = discovery;
  const mapped = await activeMappings(transaction, connectionId);
  const reads = fieldsRead(mapped);
  const unmapped: SourceObject[] = [];
  for (const object of schema.objects) {
    const { healed } = await recordShape(transaction, discovery, object, reads);
    if (healed && reads.has(object.name))
      await enqueueReplay(transaction, discovery, streamName(object.name));
    if (reads.has(object.name)) continue;
    const chosen = chooseDefaults(discovery.defaults, discovery.opened.system, object);
    for (const mapping of chosen) await adoptDefault(transaction, connectionId, object, mapping);
    if (chosen.length === 0) unmapped.push(object);
  }
  const present = new Set(schema.objects.map((object) => object.name));
  for (const object of reads.keys())
    if (!present.has(object)) await reportRemoved(transaction, discovery, object);
  return unmapped;
};

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
      stream: streamName(object.name),
      object: object.name,
      entity: mapping.entity,
      document: renderMapping({ ...mapping, object: object.name }),
      author: 'default',
      reason: `Shipped mapping for ${mapping.system} ${mapping.object}`,
    },
    0,
  );
};

const reportRemoved = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: Discovery,
  object: string,
): Promise<void> => {
  const change: SchemaChange = { kind: 'object_removed', severity: 'breaking', object };
  await openTicket(transaction, {
    connectionId,
    object,
    kind: change.kind,
    severity: change.severity,
    digest: sha256(`object_removed ${object}`),
    lost: [],
    changes: [change],
    detail: {},
    fromVersion: null,
    toVersion: null,
    traceId,
  });
};

/** What was parked or pending under a ticket is derived again when it closes. */
const enqueueReplay = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: Discovery,
  stream: string,
): Promise<void> => {
  await enqueueTask(transaction, {
    kind: 'replay',
    subject: { kind: 'connection', id: connectionId },
    workflowId: replayId(transaction.tenantId, connectionId, stream),
    input: { connectionId, stream },
    traceId,
    requestedBy: 'observer',
  });
};

/** Mapped streams whose object is there and may be read; the key and the change field of none of them are gone. */
const readable = async (
  transaction: TenantTransaction,
  connectionId: string,
  schema: SourceSchema,
): Promise<readonly string[]> => {
  const objects = new Map(schema.objects.map((object) => [object.name, object]));
  const mapped = await activeMappings(transaction, connectionId);
  const streams = mapped.filter(({ object, document }) => {
    const found = objects.get(object);
    return found?.access === 'granted' && keyLoss(found, [document]) === null;
  });
  return [...new Set(streams.map(({ stream }) => stream))];
};
