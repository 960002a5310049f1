import type { z } from 'zod';
import type { Entity, FieldRule } from '../../../domain/mapping/types.ts';
import type { System } from '../../../domain/states/connection.ts';
import type { FieldChange, RepairPass } from '../../../domain/repair/repair.ts';
import type { RepairDecision } from '../../../platform/database/repositories/repair-decisions.ts';
import type { MemoryRow } from '../../../platform/database/repositories/repair-memory.ts';
import type { DriftEvent, ListedRepair, Repair } from '../../../platform/database/repositories/repairs.ts';
import type { repair, repairDetail } from '../../contract/repairs.ts';

type RepairView = z.input<typeof repair>;
type DetailView = z.input<typeof repairDetail>;

const changesOf = ({ mappings }: Repair): readonly FieldChange[] =>
  mappings.flatMap(({ changes }) => changes);

const changedRecords = (preview: RepairPass | null): number | null =>
  preview?.done === true ? preview.counts.reduce((sum, { changed }) => sum + changed, 0) : null;

/** A repair as the lists show it. */
const repairView = (row: Repair, ticket: Pick<DriftEvent, 'kind' | 'severity' | 'state'>): RepairView => ({
  repair_id: row.repair_id,
  drift_event_id: row.drift_event_id,
  connection_id: row.connection_id,
  object: row.object,
  digest: row.digest,
  state: row.state,
  superseded: row.superseded,
  band: row.band,
  confidence: row.confidence,
  author: row.author,
  ticket: { kind: ticket.kind, severity: ticket.severity, state: ticket.state },
  entities: row.mappings.map(({ entity }) => entity),
  changes: {
    offered: changesOf(row).length,
    selected: changesOf(row).filter(({ selected }) => selected).length,
  },
  records_changed: changedRecords(row.preview),
  undo:
    row.undo === null
      ? null
      : {
          state: row.undo.state,
          requested_by: row.undo.requested_by,
          reason: row.undo.reason,
          requested_at: row.undo.requested_at,
          failure: row.undo.failure,
        },
  expires_at: row.expires_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  applied_at: row.applied_at?.toISOString() ?? null,
});

/** The same of a row that brings its ticket along. */
export const listedRepairView = (row: ListedRepair): RepairView =>
  repairView(row, { kind: row.ticket_kind, severity: row.ticket_severity, state: row.ticket_state });

const ruleView = (rule: FieldRule | null) =>
  rule === null
    ? null
    : {
        from: [...rule.from],
        transforms: rule.transforms.map(({ name, arguments: given }) => ({ name, arguments: { ...given } })),
        required: rule.required,
      };

const changeView = (change: FieldChange): DetailView['mappings'][number]['changes'][number] => ({
  id: change.id,
  kind: change.kind,
  part: change.part,
  field: change.field,
  lost: [...change.lost],
  found: [...change.found],
  before: ruleView(change.before),
  after: ruleView(change.after),
  confidence: change.confidence,
  evidence: change.evidence.map(({ signal, weight, text }) => ({ signal, weight, text })),
  selected: change.selected,
});

/** What a pass over the stored records came to. */
export const passView = (
  pass: Pick<RepairPass, 'seq' | 'done' | 'counts' | 'rows'>,
): NonNullable<DetailView['preview']> => ({
  seq: pass.seq,
  done: pass.done,
  counts: pass.counts.map((counts) => ({ ...counts })),
  rows: pass.rows.map(({ entity, record_key, before, after }) => ({
    entity,
    record_key,
    before: { ...before },
    after: { ...after },
  })),
});

const decisionView = (decision: RepairDecision | undefined): DetailView['decision'] =>
  decision === undefined
    ? null
    : {
        verdict: decision.verdict,
        edited: decision.edits?.map(({ id }) => id) ?? null,
        reason: decision.reason,
        decided_by: decision.decided_by,
        decided_at: decision.decided_at.toISOString(),
      };

/** A repair with all that is known of it. */
export const repairDetailView = (
  row: Repair,
  ticket: DriftEvent,
  decision: RepairDecision | undefined,
  similar: readonly MemoryRow[],
): DetailView => ({
  ...repairView(row, ticket),
  mappings: row.mappings.map(({ entity, from_version, to_version, document, changes }) => ({
    entity: entity as Entity,
    from_version,
    to_version,
    document,
    changes: changes.map(changeView),
  })),
  unresolved: [...row.unresolved],
  reasons: [...row.reasons],
  preview: row.preview === null ? null : passView(row.preview),
  decision: decisionView(decision),
  similar: similar.map((memory) => ({
    repair_id: memory.repair_id,
    object: memory.object,
    system: memory.system as System,
    from: memory.from_name,
    to: memory.to_name,
    verdict: memory.verdict,
    decided_by: memory.decided_by,
    at: memory.at.toISOString(),
  })),
  replay_task_id: row.replay_task_id,
  from_schema_version: row.from_schema_version,
  to_schema_version: row.to_schema_version,
});
