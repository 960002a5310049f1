import type { Json } from '../domain/json.ts';
import { renderMapping } from '../domain/mapping/render.ts';
import { streamName } from '../domain/record-keys.ts';
import { bandOf } from '../domain/repair/band.ts';
import type { FirstMapping, FirstMappingAnswer } from '../domain/repair/first-mapping.ts';
import { effectivePolicy } from '../domain/repair/policy.ts';
import type { RepairPolicy } from '../domain/repair/policy.ts';
import type { RepairAuthor, RepairedMapping } from '../domain/repair/repair.ts';
import type { Config } from '../platform/config.ts';
import { addToOutbox } from '../platform/database/repositories/outbox.ts';
import { digestOf } from '../platform/database/repositories/repair-documents.ts';
import { listPolicies } from '../platform/database/repositories/repair-policies.ts';
import { addRepair, currentRepair, spurnedRepairs } from '../platform/database/repositories/repairs.ts';
import type { DriftEvent } from '../platform/database/repositories/repairs.ts';
import { shapesOf } from '../platform/database/repositories/source-shapes.ts';
import { moveTicket } from '../platform/database/repositories/ticket-moves.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';

export interface MappingOffer {
  readonly connectionId: string;
  readonly traceId: string;
  readonly object: string;
  /** Asked for by name: also what was rejected or left alone before. */
  readonly anew: boolean;
  readonly answer: FirstMappingAnswer;
  readonly author: RepairAuthor;
  /** Memory bars one of the fields: people took the same back before. */
  readonly barred: boolean;
}

/** What became of one object; a task's result lists them. */
export type Suggested = Readonly<Record<'object' | 'entity' | 'repair_id' | 'reason', string | null>> & {
  readonly confidence: number | null;
};

/**
 * Offers a suggested first mapping as a repair of the object's `object_added` ticket, or leaves the ticket to people with the
 * reason. Null where there is nothing to do: the object has got a mapping, or this was offered before.
 */
export const offerMapping = async (
  transaction: TenantTransaction,
  config: Pick<Config, 'FEATURE_DRIFT_AUTOFIX' | 'DRIFT_REPAIR_CONFIDENCE_THRESHOLD'>,
  offer: MappingOffer,
): Promise<Suggested | null> => {
  const { connectionId, object, answer, traceId } = offer;
  const ticket = await transaction.db
    .selectFrom('drift_events')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('object', '=', object)
    .where('state', '<>', 'closed')
    .where('kind', '=', 'object_added')
    .forUpdate()
    .executeTakeFirst();
  if (ticket === undefined) return null;
  const { policy } = effectivePolicy(await listPolicies(transaction, connectionId), { connectionId, object });
  const before = await currentRepair(transaction, ticket);
  const isLive = before !== undefined && ['proposed', 'approved', 'applying'].includes(before.state);
  if (isLive || (!offer.anew && (before !== undefined || policy === 'ignore'))) return null;
  if (answer.found === null) {
    const detail: Readonly<Record<string, Json>> = { ...ticket.detail, reason: answer.reason };
    await moveTicket(transaction, ticket.drift_event_id, 'manual', {
      traceId,
      detail: JSON.stringify(detail),
      because: 'no mapping was found for it',
    });
    return { object, entity: null, repair_id: null, reason: answer.reason, confidence: null };
  }
  const repairId = await propose(transaction, { ticket, policy, config, offer }, answer.found);
  if (repairId === undefined) return null;
  if (ticket.state === 'manual') await moveTicket(transaction, ticket.drift_event_id, 'open', { traceId });
  await moveTicket(transaction, ticket.drift_event_id, 'proposing', { traceId });
  await addToOutbox(transaction, 'repair_ticket', {
    drift_event_id: ticket.drift_event_id,
    news: 'changed',
  });
  const { entity } = answer.found.mapping;
  return { object, entity, repair_id: repairId, reason: null, confidence: answer.found.confidence };
};

interface Occasion {
  readonly ticket: DriftEvent;
  readonly policy: RepairPolicy;
  readonly config: Pick<Config, 'FEATURE_DRIFT_AUTOFIX' | 'DRIFT_REPAIR_CONFIDENCE_THRESHOLD'>;
  readonly offer: MappingOffer;
}

const propose = async (
  transaction: TenantTransaction,
  { ticket, policy, config, offer }: Occasion,
  { mapping, changes, confidence }: FirstMapping,
): Promise<string | undefined> => {
  const spurned = await spurnedRepairs(transaction, ticket.connection_id, ticket.object);
  const shapes = await shapesOf(transaction, ticket.connection_id, ticket.object);
  const { band, reasons } = bandOf({
    changes,
    unresolved: [],
    confidence,
    policy,
    autofix: config.FEATURE_DRIFT_AUTOFIX,
    threshold: config.DRIFT_REPAIR_CONFIDENCE_THRESHOLD,
    newcomers: [],
    spurned: offer.barred || spurned.length > 0,
  });
  const mappings: readonly RepairedMapping[] = [
    {
      entity: mapping.entity,
      from_version: 0,
      to_version: null,
      document: renderMapping(mapping),
      changes: changes.map(({ change }) => change),
    },
  ];
  return await addRepair(transaction, {
    drift_event_id: ticket.drift_event_id,
    connection_id: ticket.connection_id,
    object: ticket.object,
    stream: streamName(ticket.object),
    ticket_digest: ticket.digest,
    digest: digestOf(ticket.digest, mappings),
    band,
    confidence,
    author: offer.author,
    mappings: JSON.stringify(mappings),
    reasons: JSON.stringify(reasons),
    from_schema_version: shapes?.baselineVersion ?? null,
    to_schema_version: shapes?.currentVersion ?? null,
    trace_id: offer.traceId,
  });
};
