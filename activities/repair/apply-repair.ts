import { tenantId as parseTenant } from '../../domain/ids.ts';
import { aboutRepair } from '../../domain/notifications.ts';
import { isMeaningKind } from '../../domain/profile/meaning.ts';
import { changesInWords } from '../../domain/repair/change-words.ts';
import { policiesAt } from '../../domain/repair/by-policy.ts';
import type { RepairedMapping } from '../../domain/repair/repair.ts';
import { isReadingKind } from '../../domain/schema/reading-kinds.ts';
import { streamName } from '../../domain/record-keys.ts';
import { appendEvent } from '../../platform/database/repositories/event-log.ts';
import { trustSuspects } from '../../platform/database/repositories/field-profiles.ts';
import { notify } from '../../platform/database/repositories/notifications.ts';
import { decisionOn } from '../../platform/database/repositories/repair-decisions.ts';
import {
  editedMappings,
  renumbered,
  stillLostPaths,
} from '../../platform/database/repositories/repair-documents.ts';
import { listPolicies } from '../../platform/database/repositories/repair-policies.ts';
import { changeRepair, moveRepair } from '../../platform/database/repositories/repairs.ts';
import type { DriftEvent, Repair } from '../../platform/database/repositories/repairs.ts';
import { moveBaseline, readUnderName } from '../../platform/database/repositories/source-shapes.ts';
import {
  activateMapping,
  activeMappings,
  insertMappingVersion,
} from '../../platform/database/repositories/streams.ts';
import { enqueueTask } from '../../platform/database/repositories/tasks.ts';
import { moveTicket } from '../../platform/database/repositories/ticket-moves.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { ingestId } from '../../workflows/ingest.contract.ts';
import type { Deps } from '../deps.ts';
import { lockBoth } from './settle-ticket.ts';
import type { RepairStep } from './settle-ticket.ts';

export const createApplyActivities = ({ pool }: Pick<Deps, 'pool'>) => ({
  /**
   * Inserts the approved versions, inactive. A repair that no longer fits, since the source or a mapping has changed after it
   * was approved, fails here, and another one is proposed.
   */
  beginRepair: async (input: RepairStep): Promise<void> => {
    failpoint('before_repair_begins');
    await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(transaction, input, (_ticket, { state }) => state === 'approved');
      if (both === null) return;
      await beginNow(transaction, both);
    });
    failpoint('after_repair_begins');
  },

  /** Makes the new versions active, moves the baseline and gives the lost paths back, all in one transaction. */
  switchRepair: async (input: RepairStep): Promise<void> => {
    failpoint('before_repair_switches');
    await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(
        transaction,
        input,
        (_ticket, { state, applied_at, shadow }) =>
          state === 'applying' && applied_at === null && shadow?.done === true,
      );
      if (both === null) return;
      await switchNow(transaction, both);
    });
    failpoint('after_repair_switches');
  },

  /** Ends an applied repair: its ticket closes, unless something is still lost or the source has changed again. */
  finishRepair: async (input: RepairStep): Promise<void> => {
    failpoint('before_repair_finishes');
    await withTenant(pool, parseTenant(input.tenantId), async (transaction) => {
      const both = await lockBoth(
        transaction,
        input,
        (_ticket, { state, applied_at }) => state === 'applying' && applied_at !== null,
      );
      if (both === null) return;
      const { ticket, repair } = both;
      await notify(transaction, aboutRepair('repair.applied', repair));
      await moveRepair(transaction, input.repairId, 'applied');
      if (isFirst(repair) || isReadingKind(ticket.kind)) await readIt(transaction, repair);
      if (ticket.digest !== repair.ticket_digest || ticket.state !== 'applying') return;
      const traceId = repair.trace_id;
      if (ticket.lost.length > 0) await leaveRest(transaction, both);
      else
        await moveTicket(transaction, ticket.drift_event_id, 'closed', {
          traceId,
          outcome: isAcceptance(repair) ? 'accepted' : 'applied',
        });
    });
    failpoint('after_repair_finishes');
  },
});

export type ApplyActivities = ReturnType<typeof createApplyActivities>;

/** What is left follows its own policy: after an automatic part it is proposed for, what is ignored is nobody's news. */
const leaveRest = async (transaction: TenantTransaction, { ticket, repair }: Both): Promise<void> => {
  const { connection_id: connectionId, object, drift_event_id: driftEventId } = ticket;
  const policyOf = policiesAt(await listPolicies(transaction, connectionId), { connectionId, object });
  const isIgnored = policyOf(ticket.lost) === 'ignore';
  const decision = await decisionOn(transaction, repair.repair_id);
  if (decision?.decided_by === 'policy' && !isIgnored) {
    await changeRepair(transaction, repair.repair_id, { superseded: true });
    await moveTicket(transaction, driftEventId, 'open', { traceId: repair.trace_id });
    return;
  }
  await moveTicket(transaction, driftEventId, 'manual', {
    traceId: repair.trace_id,
    because: isIgnored ? undefined : 'a part of it was repaired, the rest is still lost',
  });
};

interface Both {
  readonly ticket: DriftEvent;
  readonly repair: Repair;
}

const beginNow = async (transaction: TenantTransaction, both: Both): Promise<void> => {
  const { ticket, repair } = both;
  const stale = await whyStale(transaction, ticket, repair);
  if (stale !== null) {
    await fail(transaction, both, { reason: stale, superseded: true });
    return;
  }
  const decision = await decisionOn(transaction, repair.repair_id);
  const edits = decision?.edits ?? null;
  const mappings = edits === null ? repair.mappings : await editedMappings(transaction, repair, edits);
  const stream = repair.stream ?? streamName(repair.object);
  const inserted: RepairedMapping[] = [];
  for (const mapping of mappings)
    inserted.push(await insertVersion(transaction, { ...repair, stream }, mapping, decision?.decided_by));
  await moveRepair(transaction, repair.repair_id, 'applying', {
    stream: inserted.length === 0 ? repair.stream : stream,
    mappings: JSON.stringify(inserted),
    // What a person has changed was never previewed: the shadow pass shows it instead.
    ...(edits === null ? {} : { preview: null }),
  });
  await moveTicket(transaction, ticket.drift_event_id, 'applying', { traceId: repair.trace_id });
};

const switchNow = async (transaction: TenantTransaction, both: Both): Promise<void> => {
  const { ticket, repair } = both;
  const stale = await whyStale(transaction, ticket, repair);
  if (stale !== null) {
    await fail(transaction, both, { reason: stale, superseded: true });
    return;
  }
  const differs = whyDifferent(repair);
  if (differs !== null) {
    await fail(transaction, both, { reason: differs, superseded: false });
    return;
  }
  await activateAll(transaction, repair);
  const lost = await stillLostPaths(transaction, repair, ticket.lost);
  const { connection_id: connectionId, object, to_schema_version: version } = repair;
  if (lost.length === 0 && version !== null)
    await moveBaseline(transaction, { connectionId, object, version });
  if (isMeaningKind(ticket.kind) && version !== null)
    await trustSuspects(transaction, { connectionId, object, schemaVersion: version });
  await moveTicket(transaction, ticket.drift_event_id, 'applying', {
    traceId: repair.trace_id,
    lost: JSON.stringify(lost),
  });
  await changeRepair(transaction, repair.repair_id, {
    applied_at: new Date(),
    unresolved: JSON.stringify(lost),
  });
};

/** The object was never read: there was no mapping of it. */
const isFirst = ({ mappings }: Repair): boolean =>
  mappings.some(({ from_version, document }) => from_version === 0 && document !== null);

const readIt = async (
  transaction: TenantTransaction,
  { connection_id: connectionId, trace_id: traceId }: Repair,
): Promise<void> => {
  await enqueueTask(transaction, {
    kind: 'ingest',
    subject: { kind: 'connection', id: connectionId },
    workflowId: ingestId(transaction.tenantId, connectionId),
    input: { connectionId },
    traceId,
    requestedBy: 'repair',
  });
};

/** Nothing is read otherwise than before: rules were dropped, mappings switched off, or the shape merely taken as it is. */
const isAcceptance = ({ mappings }: Repair): boolean =>
  mappings.every(
    ({ document, changes }) =>
      document === null || changes.filter(({ selected }) => selected).every(({ kind }) => kind === 'drop'),
  );

const whyStale = async (
  transaction: TenantTransaction,
  ticket: DriftEvent,
  repair: Repair,
): Promise<string | null> => {
  if (ticket.digest !== repair.ticket_digest || ticket.state === 'closed')
    return 'the source has changed again since it was approved';
  if (repair.stream === null) return null;
  const active = await activeMappings(transaction, repair.connection_id, repair.stream);
  const moved = repair.mappings.find(
    ({ entity, from_version }) =>
      (active.find((mapping) => mapping.entity === entity)?.version ?? 0) !== from_version,
  );
  return moved === undefined ? null : `the mapping to ${moved.entity} has changed since it was proposed`;
};

/** The shadow pass must have come to what was shown to whoever approved it. */
const whyDifferent = ({ preview, shadow }: Repair): string | null => {
  if (preview === null || shadow === null || preview.digest === shadow.digest) return null;
  return 'the new versions make something else of the stored records than the preview showed';
};

const fail = async (
  transaction: TenantTransaction,
  { ticket, repair }: Both,
  { reason, superseded }: { readonly reason: string; readonly superseded: boolean },
): Promise<void> => {
  await moveRepair(transaction, repair.repair_id, 'failed', {
    superseded,
    reasons: JSON.stringify([...repair.reasons, reason]),
  });
  if (ticket.state === 'closed' || ticket.state === 'open') return;
  await moveTicket(transaction, ticket.drift_event_id, superseded ? 'open' : 'manual', {
    traceId: repair.trace_id,
    because: superseded ? undefined : `its repair failed, for ${reason}`,
  });
};

const insertVersion = async (
  transaction: TenantTransaction,
  repair: Repair & { readonly stream: string },
  mapping: RepairedMapping,
  decidedBy: string | undefined,
): Promise<RepairedMapping> => {
  if (mapping.document === null || mapping.to_version !== null) return mapping;
  const key = { connectionId: repair.connection_id, stream: repair.stream, entity: mapping.entity };
  const document = await renumbered(transaction, key, mapping.document);
  const version = await insertMappingVersion(transaction, {
    ...key,
    object: repair.object,
    document,
    author: repair.author,
    ...(decidedBy === undefined || decidedBy === 'policy' ? {} : { authorId: decidedBy }),
    reason: `Repair ${repair.repair_id}: ${changesInWords(mapping.changes)}`,
  });
  return { ...mapping, document, to_version: version };
};

const activateAll = async (transaction: TenantTransaction, repair: Repair): Promise<void> => {
  const { stream, connection_id: connectionId } = repair;
  if (stream === null) return;
  for (const { entity, to_version, changes } of repair.mappings) {
    await activateMapping(transaction, { connectionId, stream, entity }, to_version);
    const renamed = changes.find(({ part, selected }) => part === 'object' && selected)?.found[0];
    if (renamed !== undefined) await readUnderName(transaction, { connectionId, stream, object: renamed });
    await appendEvent(transaction, {
      type: 'connection.mapping_changed',
      traceId: repair.trace_id,
      subject: { kind: 'connection', id: connectionId },
      data: { object: renamed ?? repair.object, entity, version: to_version },
    });
  }
};
