import { createHash } from 'node:crypto';
import { inForce } from '../domain/mapping/former.ts';
import { parseMapping } from '../domain/mapping/parse.ts';
import { readPath } from '../domain/mapping/path.ts';
import type { SchemaChange } from '../domain/schema/changes.ts';
import { diffObjects } from '../domain/schema/diff.ts';
import { lostPaths } from '../domain/schema/lost-paths.ts';
import { despiteFew, isEmptied, isFound, provenShape, withKnownKey } from '../domain/schema/proven-shape.ts';
import { keyLoss } from '../domain/schema/record-key.ts';
import { fingerprint } from '../domain/schema/render.ts';
import { repairedSince } from '../domain/schema/repaired-since.ts';
import type { SourceObject } from '../domain/schema/types.ts';
import { lockShapes } from '../platform/database/repositories/known-shapes.ts';
import { findNewestShape } from '../platform/database/repositories/object-schemas.ts';
import {
  healTicket,
  openTicket,
  seeObject,
  ticketedShape,
} from '../platform/database/repositories/source-schemas.ts';
import { moveBaseline } from '../platform/database/repositories/source-shapes.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface RecordedShape {
  readonly version: number;
  /** As it was recorded: what was looked at, read in the light of what was seen before. */
  readonly current: SourceObject;
  /** True when an open schema ticket was closed, because the object looks like its baseline again. */
  readonly healed: boolean;
  /** Source paths that an open ticket declares gone or retyped. */
  readonly lost: readonly string[];
  /** The object as it was approved. */
  readonly baseline: SourceObject;
}

/**
 * Records what an object looks like now and compares it with the approved baseline: opens or updates its ticket, or heals
 * it. Ingest and observer share this, so that both see the same ticket. `documents`: the object's active mappings.
 */
export const recordShape = async (
  transaction: TenantTransaction,
  where: { readonly connectionId: string; readonly traceId: string },
  looked: SourceObject,
  documents: readonly string[],
): Promise<RecordedShape> => {
  const { connectionId, traceId } = where;
  await lockShapes(transaction, connectionId);
  const before = isFound(looked) ? await findNewestShape(transaction, connectionId, looked.name) : undefined;
  const object = before === undefined ? looked : asKnown(looked, before, documents.length > 0);
  const seen = await seeObject(transaction, connectionId, object, fingerprint(object, sha256));
  if (seen.fingerprint === seen.baselineFingerprint) {
    const healed = await healTicket(transaction, { connectionId, object: object.name, traceId });
    return { version: seen.version, current: object, healed, lost: [], baseline: seen.baseline };
  }
  const reads = fieldsRead(documents, seen.baseline);
  const mapped = new Map(documents.length === 0 ? [] : [[object.name, reads] as const]);
  const all = diffObjects(seen.baseline, object, { mapped });
  const known = await ticketedShape(transaction, connectionId, object.name);
  const repaired = repairedSince(known, object, lostPaths(all));
  const changes = all.filter((change) => !('field' in change && repaired.has(change.field)));
  const lost = lostPaths(changes);
  const gravest = gravestOf(changes);
  if (repaired.size > 0 && (gravest === null || gravest.severity === 'harmless')) {
    await settleRepaired(transaction, where, object.name, seen.version);
    return { version: seen.version, current: object, healed: true, lost: [], baseline: object };
  }
  if (gravest !== null) {
    await openTicket(transaction, {
      connectionId,
      object: object.name,
      kind: gravest.kind,
      severity: gravest.severity,
      digest: seen.fingerprint,
      lost,
      changes,
      detail: {},
      fromVersion: seen.baselineVersion,
      toVersion: seen.version,
      traceId,
    });
  }
  return { version: seen.version, current: object, healed: false, lost, baseline: seen.baseline };
};

/** What is seen, read in the light of what was seen before. Of what no mapping reads the key is still to be found. */
const asKnown = (looked: SourceObject, before: SourceObject, isMapped: boolean): SourceObject => {
  if (isEmptied(looked)) return provenShape(looked, before);
  const shape = despiteFew(looked, before);
  return isMapped ? withKnownKey(shape, before) : shape;
};

/** Nothing is lost any more but what was repaired: the shape is taken as it is, and the ticket closes after its replay. */
const settleRepaired = async (
  transaction: TenantTransaction,
  { connectionId, traceId }: { readonly connectionId: string; readonly traceId: string },
  object: string,
  version: number,
): Promise<void> => {
  await moveBaseline(transaction, { connectionId, object, version });
  await healTicket(transaction, { connectionId, object, traceId }, 'applied');
};

const severities = ['breaking', 'risky', 'harmless'] as const;

const gravestOf = (changes: readonly SchemaChange[]): SchemaChange | null => {
  for (const severity of severities) {
    const found = changes.find((change) => change.severity === severity);
    if (found !== undefined) return found;
  }
  return null;
};

/** Source paths that an object's mappings read while it looks like this. */
export const fieldsRead = (documents: readonly string[], shape: SourceObject): ReadonlySet<string> => {
  const names = topNames(shape);
  const paths = documents.flatMap((document) => {
    const mapping = inForce(parseMapping(document), names);
    return [
      ...Object.values(mapping.fields).flatMap((rule) => rule.from),
      ...mapping.key,
      ...mapping.where.map(({ path }) => path),
      ...(mapping.changeField === null ? [] : [mapping.changeField]),
    ];
  });
  return new Set(paths);
};

/** Names of an object's fields, and of the columns that nested ones stand in. */
export const topNames = ({ fields }: SourceObject): ReadonlySet<string> =>
  new Set(fields.flatMap(({ name }) => [name, String(readPath(name)?.[0] ?? name)]));

/** Why an object may not be read now: the key or the change field of one of its mappings is lost. Null when it may. */
export const keyLossOf = (
  documents: readonly string[],
  { current, lost, baseline }: Pick<RecordedShape, 'current' | 'lost' | 'baseline'>,
): string | null => {
  for (const document of documents) {
    const { key, changeField } = parseMapping(document);
    const loss = keyLoss({ key, changeField, baseline, current }, lost);
    if (loss !== null) return loss;
  }
  return null;
};
