import { tenantId as parseTenant } from '../domain/ids.ts';
import { renderMapping } from '../domain/mapping/render.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { streamName } from '../domain/record-keys.ts';
import { isEmptied } from '../domain/schema/proven-shape.ts';
import type { SourceObject, SourceSchema } from '../domain/schema/types.ts';
import { whyUnseen } from '../domain/schema/unseen.ts';
import { ingestScope } from '../platform/database/repositories/ingest-scope.ts';
import { streamOfObject } from '../platform/database/repositories/mapping-history.ts';
import { openTickets } from '../platform/database/repositories/object-schemas.ts';
import { frozenObjects } from '../platform/database/repositories/repair-policies.ts';
import { shapesOf } from '../platform/database/repositories/source-shapes.ts';
import { pausedObjects } from '../platform/database/repositories/steered-objects.ts';
import { activeMappings, addMappingVersion } from '../platform/database/repositories/streams.ts';
import type { ActiveMapping } from '../platform/database/repositories/streams.ts';
import { findTask } from '../platform/database/repositories/task-reports.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { IngestInput } from '../workflows/ingest.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { pausedHold } from './held-objects.ts';
import type { HeldObject } from './held-objects.ts';
import { loadConnection } from './open-connection.ts';
import { keyLossOf } from './record-shape.ts';
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
   * a mapping are listed on the task with their row counts, and mapped ones that are not read now with the reason.
   */
  discover: (input: IngestInput): Promise<IngestPlan> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const opened = await loadConnection(deps, tenantId, input.connectionId);
      const connector = await opened.module.open(opened.options);
      try {
        const schema = await connector.discover();
        const { scope, unmapped } = await withTenant(deps.pool, tenantId, async (transaction) => {
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
          const wanted = ingestScope((await findTask(transaction, input.taskId))?.input ?? {});
          return { scope: wanted, unmapped: wanted === undefined ? found.unmapped : [] };
        });
        const counts: { readonly object: string; readonly rows: number | null }[] = [];
        for (const object of unmapped) {
          const rows = object.access === 'granted' ? await connector.count(object) : null;
          counts.push({ object: object.name, rows });
        }
        return await withTenant(deps.pool, tenantId, async (transaction) => {
          const { streams, held } = await readable(transaction, input.connectionId, schema, scope);
          await transaction.db
            .updateTable('tasks')
            .set({ result: JSON.stringify({ unmapped: counts, held, guesses: schema.guesses ?? [] }) })
            .where('task_id', '=', input.taskId)
            .execute();
          return { streams };
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

/** Mapped streams that may be read, and the objects of the others with why they may not. `scope`: only these objects. */
const readable = async (
  transaction: TenantTransaction,
  connectionId: string,
  schema: SourceSchema,
  scope: readonly string[] | undefined,
): Promise<{ readonly streams: readonly string[]; readonly held: readonly HeldObject[] }> => {
  const objects = new Map(schema.objects.map((object) => [object.name, object]));
  const frozen = await frozenObjects(transaction, connectionId);
  const tickets = new Map(
    (await openTickets(transaction, connectionId)).map(({ object, lost }) => [object, lost]),
  );
  const paused = await pausedObjects(transaction, connectionId);
  const streams: string[] = [];
  const held: HeldObject[] = [];
  for (const [stream, { object, documents }] of byStream(await activeMappings(transaction, connectionId))) {
    if (scope?.includes(object) === false) continue;
    const pausedAt = paused.get(object);
    if (pausedAt !== undefined) {
      held.push(pausedHold(object, pausedAt));
      continue;
    }
    const found = objects.get(object);
    const reason =
      found === undefined
        ? (whyUnseen(schema, object) ?? `The source no longer has ${object}; the open ticket says what to do`)
        : (whyUnreadable(found, frozen) ??
          (await whyKeyless(transaction, connectionId, found, { documents, lost: tickets.get(object) })));
    if (reason === null) streams.push(stream);
    else held.push({ object, reason });
  }
  return { streams, held };
};

interface MappedStream {
  readonly object: string;
  readonly documents: readonly string[];
}

/** The mappings of each stream; all of one read the same object. */
const byStream = (mappings: readonly ActiveMapping[]): ReadonlyMap<string, MappedStream> => {
  const streams = new Map<string, MappedStream>();
  for (const { stream, object, document } of mappings)
    streams.set(stream, { object, documents: [...(streams.get(stream)?.documents ?? []), document] });
  return streams;
};

const whyUnreadable = ({ name, access }: SourceObject, frozen: ReadonlySet<string>): string | null => {
  if (access === 'lost') return `${name} may not be read any more; give the access back`;
  return frozen.has(name) ? `${name} has changed and is frozen; settle its open ticket` : null;
};

/** An open ticket may say that the key or the change field is lost, or promises less than it did. */
const whyKeyless = async (
  transaction: TenantTransaction,
  connectionId: string,
  object: SourceObject,
  { documents, lost }: Pick<MappedStream, 'documents'> & { readonly lost: readonly string[] | undefined },
): Promise<string | null> => {
  // What there is to say of an object as it looks now was recorded; of one that has emptied more is known than can be seen.
  const isTold = lost !== undefined || isEmptied(object);
  const shapes = isTold ? await shapesOf(transaction, connectionId, object.name) : null;
  const { baseline, current } = shapes ?? { baseline: object, current: object };
  return keyLossOf(documents, { lost: lost ?? [], baseline, current });
};
