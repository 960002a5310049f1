import { createHash } from 'node:crypto';
import { Fault } from '../../../domain/faults.ts';
import { parseMapping } from '../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../domain/mapping/render.ts';
import {
  applyChanges,
  dropChanges,
  editChanges,
  refuseUnknownEdits,
  takeBack,
} from '../../../domain/repair/apply-changes.ts';
import { LostSources } from '../../../domain/repair/lost-sources.ts';
import { stillLost } from '../../../domain/repair/propose.ts';
import type { ChangeEdit, RepairedMapping } from '../../../domain/repair/repair.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { findMappingVersion, newestVersion, streamOfObject } from './mapping-history.ts';
import type { MappingKey } from './mapping-history.ts';
import type { DriftEvent, Repair } from './repairs.ts';
import { shapesOf } from './source-shapes.ts';
import { activeMappings } from './streams.ts';

/** SHA-256 in hex over the ticket's digest and all that a repair would do: what a decision refers to. */
export const digestOf = (ticketDigest: string, mappings: readonly RepairedMapping[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ticketDigest,
        mappings.map(({ entity, from_version, document }) => [entity, from_version, document]),
      ]),
    )
    .digest('hex');

/** The mappings as a decision's edits leave them, documents written anew. Throws as `checkEdits`. */
export const editedMappings = async (
  transaction: TenantTransaction,
  repair: Repair,
  edits: readonly ChangeEdit[],
): Promise<readonly RepairedMapping[]> => {
  refuseUnknownEdits(
    repair.mappings.flatMap(({ changes }) => changes),
    edits,
  );
  const edited: RepairedMapping[] = [];
  for (const mapping of repair.mappings) {
    const changes = editChanges(mapping.changes, edits);
    const document = await documentWith(transaction, repair, { ...mapping, changes });
    if (document !== undefined) edited.push({ ...mapping, changes, document });
  }
  const keys = new Set(
    edited.flatMap(({ document }) => (document === null ? [] : [parseMapping(document).key.join('\n')])),
  );
  if (keys.size > 1)
    throw new Fault('validation_failed', 'All mappings of an object have one key: approve its change in all');
  return edited;
};

/** Throws `validation_failed` or `mapping_invalid` for edits that make no mapping. */
export const checkEdits = async (
  transaction: TenantTransaction,
  repair: Repair,
  edits: readonly ChangeEdit[],
): Promise<void> => {
  await editedMappings(transaction, repair, edits);
};

/** The YAML of a mapping with its selected changes; undefined where none is selected. */
const documentWith = async (
  transaction: TenantTransaction,
  repair: Repair,
  { entity, from_version, document, changes }: RepairedMapping,
): Promise<string | null | undefined> => {
  if (!changes.some(({ selected }) => selected)) return undefined;
  if (document === null || repair.stream === null) return document;
  const key = { connectionId: repair.connection_id, stream: repair.stream, entity };
  const before = await findMappingVersion(transaction, key, from_version);
  // A first mapping has no version before it: its changes are the whole of it.
  const base =
    before === undefined ? { ...parseMapping(document), fields: {} } : parseMapping(before.document);
  const version = (await newestVersion(transaction, key)) + 1;
  return renderMapping(applyChanges(base, changes, version));
};

/** The document with the number that the next version of its mapping has. */
export const renumbered = async (
  transaction: TenantTransaction,
  key: MappingKey,
  document: string,
): Promise<string> => {
  const version = (await newestVersion(transaction, key)) + 1;
  return renderMapping({ ...parseMapping(document), version });
};

/** The lost names that the object's mappings still read once a repair's versions are active. */
export const stillLostPaths = async (
  transaction: TenantTransaction,
  repair: Repair,
  lost: readonly string[],
): Promise<readonly string[]> => {
  if (repair.stream === null || lost.length === 0) return [];
  const shapes = await shapesOf(transaction, repair.connection_id, repair.object);
  if (shapes === null) return [];
  const active = await activeMappings(transaction, repair.connection_id, repair.stream);
  const change = { ...shapes, lost, renames: [], compositions: [] };
  const left = active.flatMap(({ entity, document }) => {
    const changes = repair.mappings.find((mapping) => mapping.entity === entity)?.changes ?? [];
    return stillLost(change, parseMapping(document), changes);
  });
  return [...new Set(left)].sort();
};

/** Of an object whose shape was never recorded only the names of its fields are known. */
const unseen: SourceObject = {
  name: '',
  kind: 'table',
  fields: [],
  key: [],
  changeFields: [],
  access: 'lost',
};

/** What accepting a ticket does to the object's mappings. */
export const acceptedMappings = async (
  transaction: TenantTransaction,
  ticket: DriftEvent,
): Promise<{
  readonly mappings: readonly RepairedMapping[];
  readonly stream: string | null;
}> => {
  const { connection_id: connectionId, object } = ticket;
  const stream = (await streamOfObject(transaction, connectionId, object)) ?? null;
  const active = stream === null ? [] : await activeMappings(transaction, connectionId, stream);
  const shapes = await shapesOf(transaction, connectionId, object);
  const shape = shapes ?? { baseline: unseen, current: unseen };
  const sources = new LostSources({ ...shape, lost: ticket.lost, renames: [], compositions: [] });
  const present = new Set(shape.current.fields.map(({ name }) => name));
  const mappings: RepairedMapping[] = [];
  for (const { entity, version, document } of active) {
    const common = { entity, from_version: version, to_version: null };
    if (ticket.kind === 'object_removed') {
      mappings.push({ ...common, document: null, changes: [] });
      continue;
    }
    const mapping = parseMapping(document);
    const vital = [...mapping.key, mapping.changeField, ...mapping.where.map(({ path }) => path)];
    const gone = vital.find((path) => {
      const name = path === null ? undefined : sources.lostBehind(path);
      return name !== undefined && !present.has(name);
    });
    if (gone !== undefined)
      throw new Fault(
        'conflict',
        `${object} cannot be read without ${gone}, which its key, its reading or a condition needs; name another field for it in the mapping first`,
      );
    const changes = dropChanges(mapping, (path) => sources.lostBehind(path) !== undefined);
    if (changes.length === 0) continue;
    const next = (await newestVersion(transaction, { connectionId, stream: stream ?? '', entity })) + 1;
    mappings.push({ ...common, document: renderMapping(applyChanges(mapping, changes, next)), changes });
  }
  return { mappings, stream };
};

/** Throws `conflict` where a repair cannot be undone as things stand. */
export const refuseUndo = async (transaction: TenantTransaction, repair: Repair): Promise<void> => {
  const open = await transaction.db
    .selectFrom('drift_events')
    .select('drift_event_id')
    .where('connection_id', '=', repair.connection_id)
    .where('object', '=', repair.object)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (open !== undefined && open.drift_event_id !== repair.drift_event_id)
    throw new Fault('conflict', 'Another drift event is open for the object; settle it first');
  await undoneDocuments(transaction, repair);
};

/** The documents that take a repair back, by entity; null switches a mapping off. Throws `conflict` as `takeBack`. */
export const undoneDocuments = async (
  transaction: TenantTransaction,
  repair: Repair,
): Promise<ReadonlyMap<string, string | null>> => {
  const { stream, connection_id: connectionId } = repair;
  const documents = new Map<string, string | null>();
  if (stream === null) return documents;
  const active = await activeMappings(transaction, connectionId, stream);
  for (const { entity, from_version, document, changes } of repair.mappings) {
    const key = { connectionId, stream, entity };
    const now = active.find((mapping) => mapping.entity === entity);
    if (document === null) {
      const former = await findMappingVersion(transaction, key, from_version);
      if (now !== undefined || former === undefined)
        throw new Fault('conflict', `The mapping to ${entity} was made anew since; change it by hand`);
      documents.set(entity, former.document);
    } else if (from_version === 0) documents.set(entity, null);
    else {
      if (now === undefined) throw new Fault('conflict', `The mapping to ${entity} was switched off since`);
      const version = (await newestVersion(transaction, key)) + 1;
      documents.set(entity, renderMapping(takeBack(parseMapping(now.document), changes, version)));
    }
  }
  return documents;
};
