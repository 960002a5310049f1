import { createHash } from 'node:crypto';
import { parseMapping } from '../domain/mapping/parse.ts';
import type { SchemaChange } from '../domain/schema/changes.ts';
import { diffObjects } from '../domain/schema/diff.ts';
import { lostPaths } from '../domain/schema/lost-paths.ts';
import { fingerprint } from '../domain/schema/render.ts';
import type { SourceObject } from '../domain/schema/types.ts';
import { lockShapes } from '../platform/database/repositories/known-shapes.ts';
import { healTicket, openTicket, seeObject } from '../platform/database/repositories/source-schemas.ts';
import type { ActiveMapping } from '../platform/database/repositories/streams.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface RecordedShape {
  readonly version: number;
  /** True when an open schema ticket was closed, because the object looks like its baseline again. */
  readonly healed: boolean;
  /** Source paths that an open ticket declares gone or retyped. */
  readonly lost: readonly string[];
}

/**
 * Records what an object looks like now and compares it with the approved baseline: opens or updates its ticket, or heals
 * it. Ingest and observer share this, so that both see the same ticket.
 */
export const recordShape = async (
  transaction: TenantTransaction,
  where: { readonly connectionId: string; readonly traceId: string },
  object: SourceObject,
  mapped: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<RecordedShape> => {
  const { connectionId, traceId } = where;
  await lockShapes(transaction, connectionId);
  const seen = await seeObject(transaction, connectionId, object, fingerprint(object, sha256));
  if (seen.fingerprint === seen.baselineFingerprint) {
    const healed = await healTicket(transaction, { connectionId, object: object.name, traceId });
    return { version: seen.version, healed, lost: [] };
  }
  const changes = diffObjects(seen.baseline, object, { mapped });
  const lost = lostPaths(changes);
  const gravest = gravestOf(changes);
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
  return { version: seen.version, healed: false, lost };
};

const severities = ['breaking', 'risky', 'harmless'] as const;

const gravestOf = (changes: readonly SchemaChange[]): SchemaChange | null => {
  for (const severity of severities) {
    const found = changes.find((change) => change.severity === severity);
    if (found !== undefined) return found;
  }
  return null;
};

/** Source paths that the active mappings of each object read. */
export const fieldsRead = (mapped: readonly ActiveMapping[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const reads = new Map<string, Set<string>>();
  for (const { object, document } of mapped) {
    const mapping = parseMapping(document);
    const fields = reads.get(object) ?? new Set<string>();
    for (const rule of Object.values(mapping.fields)) for (const path of rule.from) fields.add(path);
    for (const path of mapping.key) fields.add(path);
    for (const { path } of mapping.where) fields.add(path);
    if (mapping.changeField !== null) fields.add(mapping.changeField);
    reads.set(object, fields);
  }
  return reads;
};

/** Why an object may not be read now: a field of its key or its change field is gone. Null when it may. */
export const keyLoss = (object: SourceObject, documents: readonly string[]): string | null => {
  const fields = new Set(object.fields.map((field) => field.name));
  for (const document of documents) {
    const { key, changeField } = parseMapping(document);
    const lost = [...key, ...(changeField === null ? [] : [changeField])].find((path) => !fields.has(path));
    if (lost !== undefined)
      return `${object.name} no longer has ${lost}, which its key or its reading needs; the open ticket says what to do`;
  }
  return null;
};
