import { inForce } from '../../domain/mapping/former.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import { renderMapping } from '../../domain/mapping/render.ts';
import type { ObjectChange } from '../../domain/repair/lost-sources.ts';
import { policiesAt } from '../../domain/repair/by-policy.ts';
import type { PolicyOf } from '../../domain/repair/by-policy.ts';
import type { RepairPolicy } from '../../domain/repair/policy.ts';
import { stillLost } from '../../domain/repair/propose.ts';
import { isRepairable } from '../../domain/repair/repairable.ts';
import { diffObjects } from '../../domain/schema/diff.ts';
import { lostPaths } from '../../domain/schema/lost-paths.ts';
import { isReadingKind, readingWords } from '../../domain/schema/reading-kinds.ts';
import { readsOf } from '../../domain/schema/severity.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { streamOfObject } from '../../platform/database/repositories/mapping-history.ts';
import { listPolicies } from '../../platform/database/repositories/repair-policies.ts';
import { currentRepair, lockTicket, moveRepair } from '../../platform/database/repositories/repairs.ts';
import type { DriftEvent } from '../../platform/database/repositories/repairs.ts';
import { moveBaseline, shapesOf } from '../../platform/database/repositories/source-shapes.ts';
import type { ObjectShapes } from '../../platform/database/repositories/source-shapes.ts';
import { activeMappings } from '../../platform/database/repositories/streams.ts';
import type { ActiveMapping } from '../../platform/database/repositories/streams.ts';
import { moveTicket } from '../../platform/database/repositories/ticket-moves.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { fieldsRead, topNames } from '../record-shape.ts';
import { traceOf } from './ticket-replay.ts';

/** What a proposal is to be made for. */
export interface RepairQuestion {
  readonly ticket: DriftEvent;
  readonly stream: string;
  readonly mappings: readonly ActiveMapping[];
  readonly shapes: ObjectShapes;
  /** Names of fields that are gone or retyped. */
  readonly lost: readonly string[];
  /** Whether a mapping reads a field of the approved shape. */
  readonly isRead: (field: string) => boolean;
  /** Of the ticket as a whole: the most cautious of what it touches. */
  readonly policy: RepairPolicy;
  readonly policyOf: PolicyOf;
}

/** Loads what a proposal needs and marks the ticket as being worked on; null where the ticket is settled without one. */
export const gatherQuestion = async (
  transaction: TenantTransaction,
  driftEventId: string,
): Promise<RepairQuestion | null> => {
  const ticket = await lockTicket(transaction, driftEventId);
  if (ticket.state !== 'open' && ticket.state !== 'proposing') return null;
  if ((await currentRepair(transaction, ticket)) !== undefined) return null;
  await withdrawOthers(transaction, ticket);
  const traceId = traceOf(driftEventId);
  const { connection_id: connectionId, object } = ticket;
  const shapes = await shapesOf(transaction, connectionId, object);
  const stream = await streamOfObject(transaction, connectionId, object);
  const active = stream === undefined ? [] : await activeMappings(transaction, connectionId, stream);
  const { mappings, lost, isRead } =
    shapes === null ? nothingLost(active) : lossOf(shapes, active, ticket.lost);
  const policyOf = policiesAt(await listPolicies(transaction, connectionId), { connectionId, object });
  const policy = policyOf(lost.filter(isRead));
  const harmless = isHarmless(ticket) && policy !== 'freeze';
  if (shapes !== null && harmless && !readsLost({ ...shapes, lost }, mappings)) {
    await acceptShape(transaction, ticket, shapes);
    return null;
  }
  if (policy === 'ignore' || !isRepairable(ticket.kind) || shapes === null || stream === undefined) {
    await moveTicket(transaction, driftEventId, 'manual', { traceId, because: whyLeft(policy, ticket) });
    return null;
  }
  await moveTicket(transaction, driftEventId, 'proposing', { traceId });
  return { ticket, stream, mappings, shapes, lost, isRead, policy, policyOf };
};

interface Loss extends Pick<RepairQuestion, 'mappings' | 'lost'> {
  /** Whether a mapping reads a field of the approved shape. */
  readonly isRead: (field: string) => boolean;
}

const nothingLost = (mappings: readonly ActiveMapping[]): Loss => ({
  mappings,
  lost: [],
  isRead: () => false,
});

/** `left`: what the ticket still declares lost; a part of it may have been repaired before. */
const lossOf = (
  { baseline, current }: ObjectShapes,
  active: readonly ActiveMapping[],
  left: readonly string[],
): Loss => {
  const present = new Set(current.fields.map(({ name }) => name));
  // What is gone and no longer declared lost was repaired: its rule reads another source since.
  const fields = baseline.fields.filter(({ name }) => present.has(name) || left.includes(name));
  const mappings = active.map((mapping) => asInForce(mapping, { ...baseline, fields }));
  const reads = fieldsRead(
    mappings.map(({ document }) => document),
    baseline,
  );
  const mapped = new Map(mappings.length === 0 ? [] : [[baseline.name, reads] as const]);
  return {
    mappings,
    lost: lostPaths(diffObjects(baseline, current, { mapped })).filter((name) => left.includes(name)),
    isRead: readsOf(reads, baseline),
  };
};

/** What becomes of a field is asked of the source that its rule reads now, be it a former one that came back. */
const asInForce = (active: ActiveMapping, baseline: SourceObject): ActiveMapping => {
  const mapping = parseMapping(active.document);
  const now = inForce(mapping, topNames(baseline));
  return now === mapping ? active : { ...active, document: renderMapping(now) };
};

/** Who ignores an object's drift is not told of it either. */
const whyLeft = (policy: RepairPolicy, { kind, detail }: DriftEvent): string | undefined => {
  if (policy === 'ignore') return undefined;
  const said = isReadingKind(kind) ? readingWords(kind, detail) : undefined;
  return (
    said ?? (kind === 'access_lost' ? 'it may not be read any more' : 'no change of a mapping can answer it')
  );
};

/** Proposals to what the ticket said before are no answer any more. */
const withdrawOthers = async (transaction: TenantTransaction, ticket: DriftEvent): Promise<void> => {
  const others = await transaction.db
    .selectFrom('repairs')
    .select(['repair_id', 'reasons'])
    .where('drift_event_id', '=', ticket.drift_event_id)
    .where('state', '=', 'proposed')
    .execute();
  for (const { repair_id, reasons } of others)
    await moveRepair(transaction, repair_id, 'withdrawn', {
      superseded: true,
      reasons: JSON.stringify([...reasons, 'the source has changed again']),
    });
};

/** Also by a path into a lost field, which the ticket's grading does not look at. */
const readsLost = (
  change: Omit<ObjectChange, 'renames' | 'compositions'>,
  mappings: readonly ActiveMapping[],
): boolean =>
  mappings.some(
    ({ document }) =>
      stillLost({ ...change, renames: [], compositions: [] }, parseMapping(document), []).length > 0,
  );

const isHarmless = ({ kind, severity }: DriftEvent): boolean =>
  severity === 'harmless' && isRepairable(kind) && kind !== 'object_removed';

/** Nothing mapped is touched: the shape is taken as it is. */
const acceptShape = async (
  transaction: TenantTransaction,
  { drift_event_id, connection_id, object }: DriftEvent,
  { currentVersion }: ObjectShapes,
): Promise<void> => {
  await moveBaseline(transaction, { connectionId: connection_id, object, version: currentVersion });
  await moveTicket(transaction, drift_event_id, 'closed', {
    traceId: traceOf(drift_event_id),
    outcome: 'accepted',
  });
};
