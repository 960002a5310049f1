import { parseMapping } from '../../domain/mapping/parse.ts';
import { renderMapping } from '../../domain/mapping/render.ts';
import type { Mapping } from '../../domain/mapping/types.ts';
import { meaningNotes } from '../../domain/profile/meaning.ts';
import { applyChanges } from '../../domain/repair/apply-changes.ts';
import { bandOf } from '../../domain/repair/band.ts';
import type { Band, ProposedChange } from '../../domain/repair/band.ts';
import { automaticPart, withoutIgnored } from '../../domain/repair/by-policy.ts';
import type { PolicyOf } from '../../domain/repair/by-policy.ts';
import { LostSources } from '../../domain/repair/lost-sources.ts';
import type { RepairPolicy } from '../../domain/repair/policy.ts';
import type { Proposal } from '../../domain/repair/propose.ts';
import type { FieldChange, RepairAuthor, RepairedMapping } from '../../domain/repair/repair.ts';
import { takeoverDoubts } from '../../domain/repair/taken-over.ts';
import { wordDoubts } from '../../domain/repair/word-doubts.ts';
import { diffObjects } from '../../domain/schema/diff.ts';
import { keyDoubts } from '../../domain/schema/record-key.ts';
import { digestOf } from '../../platform/database/repositories/repair-documents.ts';
import {
  addRepair,
  currentRepair,
  lockTicket,
  spurnedRepairs,
} from '../../platform/database/repositories/repairs.ts';
import type { Repair } from '../../platform/database/repositories/repairs.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { Deps } from '../deps.ts';
import { fieldsRead } from '../record-shape.ts';
import type { RepairQuestion } from './gather-question.ts';
import { traceOf } from './ticket-replay.ts';

export interface Answer {
  readonly proposal: Proposal;
  readonly author: RepairAuthor;
  /** Memory bars one of the changes: people took the same back before. */
  readonly barred: boolean;
  /** Fields that stood beside the lost ones before these went. */
  readonly newcomers: readonly string[];
}

type Settings = Pick<Deps['config'], 'FEATURE_DRIFT_AUTOFIX' | 'DRIFT_REPAIR_CONFIDENCE_THRESHOLD'>;

/** Stores a proposal with its documents, band and reasons, unless the ticket has moved on meanwhile. */
export const storeProposal = async (
  transaction: TenantTransaction,
  settings: Settings,
  question: RepairQuestion,
  { proposal, author, barred, newcomers }: Answer,
): Promise<void> => {
  const { ticket, shapes } = question;
  const now = await lockTicket(transaction, ticket.drift_event_id);
  if (now.state !== 'proposing' || now.digest !== ticket.digest) return;
  if ((await currentRepair(transaction, now)) !== undefined) return;
  const spurned = await spurnedRepairs(transaction, ticket.connection_id, ticket.object);
  const banded = (offered: Proposal, policy: RepairPolicy): Offer => {
    const changes = offered.mappings.flatMap((one) => one.changes);
    const band = bandOf({
      changes,
      unresolved: offered.unresolved,
      confidence: offered.confidence,
      policy,
      autofix: settings.FEATURE_DRIFT_AUTOFIX,
      threshold: settings.DRIFT_REPAIR_CONFIDENCE_THRESHOLD,
      newcomers,
      spurned: barred || wasSpurned(spurned, ticket.digest, changes),
      objectDoubts: [...objectDoubts(question), ...meaningNotes(now.detail)],
    });
    return { ...offered, ...band };
  };
  const offer = offerOf(question, proposal, banded);
  const mappings = offer.mappings.map((one) => repairedMapping(question, one));
  await addRepair(transaction, {
    drift_event_id: ticket.drift_event_id,
    connection_id: ticket.connection_id,
    object: ticket.object,
    stream: question.stream,
    ticket_digest: ticket.digest,
    digest: digestOf(ticket.digest, mappings),
    band: offer.band,
    confidence: offer.confidence,
    author,
    mappings: JSON.stringify(mappings),
    unresolved: JSON.stringify(offer.unresolved),
    reasons: JSON.stringify(offer.reasons),
    from_schema_version: shapes.baselineVersion,
    to_schema_version: shapes.currentVersion,
    trace_id: traceOf(ticket.drift_event_id),
  });
};

type Offer = Proposal & Band;

/**
 * Each field follows its own policy: what is ignored is not offered, and what may be applied by itself is, before the rest
 * waits. A missing object is one question.
 */
const offerOf = (
  { ticket, policy, policyOf, shapes, lost }: RepairQuestion,
  proposal: Proposal,
  banded: (offered: Proposal, policy: RepairPolicy) => Offer,
): Offer => {
  if (ticket.kind === 'object_removed') return banded(proposal, policy);
  const sources = new LostSources({ ...shapes, lost, renames: [], compositions: [] });
  const ofPaths: PolicyOf = (paths) => policyOf(paths.map((path) => sources.lostBehind(path) ?? path));
  const wanted = withoutIgnored(proposal, ofPaths);
  // What is frozen is looked at by a person before anything of the object goes on.
  const part = policy === 'freeze' ? null : automaticPart(wanted, ofPaths);
  const first = part === null ? null : banded(part, 'auto');
  return first?.band === 'automatic' ? first : banded(wanted, policy);
};

const repairedMapping = (
  { mappings }: RepairQuestion,
  { mapping, changes }: { readonly mapping: Mapping; readonly changes: readonly ProposedChange[] },
): RepairedMapping => {
  const active = mappings.find(({ entity }) => entity === mapping.entity);
  const made = changes.map(({ change }) => change);
  const version = active?.version ?? 0;
  return {
    entity: mapping.entity,
    from_version: version,
    to_version: null,
    document: documentOf(mapping, made, version + 1),
    changes: made,
  };
};

/** Where nothing is sure enough to be selected the document is the present one: an edit takes changes in. */
const documentOf = (mapping: Mapping, changes: readonly FieldChange[], version: number): string => {
  const document = renderMapping(applyChanges(mapping, changes, version));
  parseMapping(document);
  return document;
};

/** Of a missing object nothing is known but its former shape. */
const objectDoubts = ({ ticket, shapes, mappings, lost }: RepairQuestion): readonly string[] => {
  if (ticket.kind === 'object_removed') return [];
  const changes = diffObjects(shapes.baseline, shapes.current);
  return mappings.flatMap(({ document }) => {
    const mapping = parseMapping(document);
    return [
      ...keyDoubts({ key: mapping.key, ...shapes }, lost),
      ...wordDoubts(mapping, shapes.baseline, changes),
      ...takeoverDoubts(fieldsRead([document], shapes.baseline), shapes.baseline, changes),
    ];
  });
};

const pairOf = (entity: string, { field, lost, found }: FieldChange): string =>
  JSON.stringify([entity, field, lost, found]);

/** People refused the same difference, or one of the same changes, before. */
const wasSpurned = (
  spurned: readonly Repair[],
  ticketDigest: string,
  changes: readonly ProposedChange[],
): boolean => {
  const pairs = new Set(
    spurned.flatMap(({ mappings }) =>
      mappings.flatMap((mapping) =>
        mapping.changes.filter(({ selected }) => selected).map((change) => pairOf(mapping.entity, change)),
      ),
    ),
  );
  return (
    spurned.some(({ ticket_digest }) => ticket_digest === ticketDigest) ||
    changes.some(({ entity, change }) => change.selected && pairs.has(pairOf(entity, change)))
  );
};
