import { chooseDefaults } from '../domain/mapping/choose-default.ts';
import type { Mapping } from '../domain/mapping/types.ts';
import { matchObjects } from '../domain/repair/match-objects.ts';
import type { SchemaChange } from '../domain/schema/changes.ts';
import { fingerprint } from '../domain/schema/render.ts';
import type { SourceObject, SourceSchema } from '../domain/schema/types.ts';
import { whyUnseen } from '../domain/schema/unseen.ts';
import { knownShapes, lockShapes } from '../platform/database/repositories/known-shapes.ts';
import type { KnownShape } from '../platform/database/repositories/known-shapes.ts';
import { findNewestShape } from '../platform/database/repositories/object-schemas.ts';
import { closeTicket, openTicket, seeObject } from '../platform/database/repositories/source-schemas.ts';
import { pausedObjects } from '../platform/database/repositories/steered-objects.ts';
import { activeMappings } from '../platform/database/repositories/streams.ts';
import type { ActiveMapping } from '../platform/database/repositories/streams.ts';
import { enqueueTask } from '../platform/database/repositories/tasks.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import { suggestMappingsId } from '../workflows/suggest-mappings.contract.ts';
import { recordShape, sha256 } from './record-shape.ts';

export interface SchemaSeen {
  readonly connectionId: string;
  readonly traceId: string;
  readonly system: string;
  readonly schema: SourceSchema;
  /** Shipped mappings. */
  readonly defaults: readonly Mapping[];
  /** Objects for which a mapping is asked for again, though that was settled before. */
  readonly askAnew?: ReadonlySet<string>;
}

export interface SchemaFindings {
  /** Objects without a mapping that shipped defaults suit. */
  readonly suited: readonly { readonly object: SourceObject; readonly mappings: readonly Mapping[] }[];
  /** Objects that have no mapping and that no default suits. */
  readonly unmapped: readonly SourceObject[];
}

/**
 * Records what a source looks like now and compares it with the approved baselines: opens, updates or heals one ticket per
 * object, and asks for a mapping where there is none. Ingest and observer share this; objects that look as they did cost
 * nothing, and paused ones are left alone.
 */
export const recordSchema = async (
  transaction: TenantTransaction,
  seen: SchemaSeen,
): Promise<SchemaFindings> => {
  const { connectionId, schema } = seen;
  await lockShapes(transaction, connectionId);
  const mapped = await activeMappings(transaction, connectionId);
  const documents = documentsOf(mapped);
  const shapes = await knownShapes(transaction, connectionId);
  const paused = await pausedObjects(transaction, connectionId);
  const suited: SchemaFindings['suited'][number][] = [];
  const unmapped: SourceObject[] = [];
  for (const object of schema.objects) {
    if (paused.has(object.name)) continue;
    const known = shapes.get(object.name);
    const print = fingerprint(object, sha256);
    const isMapped = documents.has(object.name);
    // The repair that has just made the mapping active closes its ticket itself.
    if (isMapped && known?.ticket_kind === 'object_added' && known.ticket_state !== 'applying')
      await closeTicket(transaction, { ...seen, object: object.name }, ['object_added'], 'superseded');
    if (!isMapped) {
      const mappings = chooseDefaults(seen.defaults, seen.system, object);
      if (mappings.length > 0) suited.push({ object, mappings });
      else unmapped.push(object);
      if (mappings.length === 0 && mayAsk(object, known, seen.askAnew)) {
        await askForMapping(transaction, seen, object, { known, print });
        continue;
      }
    }
    if (isSettled(known, print)) continue;
    await recordShape(transaction, seen, object, documents.get(object.name) ?? []);
  }
  const missing = await reportMissing(transaction, seen, {
    shapes,
    mapped: [...documents.keys()],
    paused,
  });
  const heirs = await heirsOf(transaction, connectionId, {
    missing,
    fresh: suited.map(({ object }) => object),
  });
  return { suited: suited.filter(({ object }) => !heirs.has(object.name)), unmapped };
};

/** The active mappings of each object that has any. */
const documentsOf = (mapped: readonly ActiveMapping[]): ReadonlyMap<string, readonly string[]> => {
  const documents = new Map<string, string[]>();
  for (const { object, document } of mapped)
    documents.set(object, [...(documents.get(object) ?? []), document]);
  return documents;
};

/** Nothing to record: it looks as it did at the last look, and what there is to say about it is said. */
const isSettled = (known: KnownShape | undefined, print: string): boolean =>
  known?.fingerprint === print &&
  (known.ticket_kind === null
    ? known.baseline_fingerprint === print
    : known.ticket_digest === print && known.ticket_closing !== true);

/** A mapping is asked for once; whoever has settled that ticket does not want to be asked again. */
const mayAsk = (
  object: SourceObject,
  known: KnownShape | undefined,
  askAnew: ReadonlySet<string> = new Set(),
): boolean =>
  object.access === 'granted' &&
  (known === undefined ||
    known.ticket_kind === 'object_added' ||
    (known.ticket_kind === null && (!known.asked || askAnew.has(object.name))));

const askForMapping = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: SchemaSeen,
  object: SourceObject,
  { known, print }: { readonly known: KnownShape | undefined; readonly print: string },
): Promise<void> => {
  const digest = sha256(`object_added ${print}`);
  if (known?.ticket_digest === digest) return;
  const { version } = await seeObject(transaction, connectionId, object, print);
  await openTicket(transaction, {
    connectionId,
    object: object.name,
    kind: 'object_added',
    severity: 'harmless',
    digest,
    lost: [],
    changes: [{ kind: 'object_added', severity: 'harmless', object: object.name }],
    detail: {},
    fromVersion: null,
    toVersion: version,
    traceId,
    state: 'manual',
  });
  await enqueueTask(transaction, {
    kind: 'suggest',
    subject: { kind: 'connection', id: connectionId },
    workflowId: suggestMappingsId(transaction.tenantId, connectionId),
    input: { connectionId },
    traceId,
    requestedBy: 'observer',
  });
};

/** Mapped objects that the source no longer has get a ticket, unless they are paused, and are answered; the question for a mapping of one that went away is closed. */
const reportMissing = async (
  transaction: TenantTransaction,
  seen: SchemaSeen,
  {
    shapes,
    mapped,
    paused,
  }: {
    readonly shapes: ReadonlyMap<string, KnownShape>;
    readonly mapped: readonly string[];
    readonly paused: ReadonlyMap<string, Date>;
  },
): Promise<readonly string[]> => {
  const present = new Set(seen.schema.objects.map((object) => object.name));
  const isMissing = (object: string): boolean =>
    !present.has(object) && whyUnseen(seen.schema, object) === undefined;
  for (const { object, ticket_kind } of shapes.values())
    if (ticket_kind === 'object_added' && isMissing(object))
      await closeTicket(transaction, { ...seen, object }, ['object_added'], 'healed');
  const missing = mapped.filter(isMissing);
  for (const object of missing) if (!paused.has(object)) await reportRemoved(transaction, seen, object);
  return missing;
};

/** From here on a new object is taken for a renamed one, as a field is. */
const likely = 0.6;

/**
 * New objects that a missing one may have become. They wait for that ticket: read under a shipped mapping, each of their
 * records would come a second time, under another key.
 */
const heirsOf = async (
  transaction: TenantTransaction,
  connectionId: string,
  { missing, fresh }: { readonly missing: readonly string[]; readonly fresh: readonly SourceObject[] },
): Promise<ReadonlySet<string>> => {
  if (missing.length === 0 || fresh.length === 0) return new Set();
  const lost: SourceObject[] = [];
  for (const object of missing) {
    const shape = await findNewestShape(transaction, connectionId, object);
    if (shape !== undefined) lost.push(shape);
  }
  const renames = matchObjects(lost, fresh).filter(({ confidence }) => confidence >= likely);
  return new Set(renames.map(({ to }) => to));
};

const reportRemoved = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: SchemaSeen,
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
