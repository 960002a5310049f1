import { z } from 'zod';
import { changeKinds, repairAuthors, repairBands } from '../../domain/repair/repair.ts';
import { repairStates } from '../../domain/states/repair.ts';
import { system } from './connections.ts';
import { driftState, severity } from './drift.ts';
import { entity } from './mappings.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

const repairState = z.enum(repairStates).meta({ id: 'RepairState' });
const repairBand = z
  .enum(repairBands)
  .meta({ id: 'RepairBand', description: '`review` waits for a person; `manual`: too little is known' });
const author = z.enum(repairAuthors);
const confidence = z.number().min(0).max(1).describe('Calibrated: of those given 0.9, nine in ten are right');
const digest = z
  .string()
  .min(1)
  .max(200)
  .describe('`digest` of the repair as it was read; a stale one is a 409');
const reason = z.string().trim().min(1).max(500);

const transform = z.strictObject({
  name: z.string().min(1).max(100),
  arguments: z.record(z.string(), z.unknown()),
});
const rule = z
  .strictObject({ from: z.array(z.string()), transforms: z.array(transform), required: z.boolean() })
  .meta({ id: 'RepairedRule' });

const fieldChange = z
  .strictObject({
    id: z.string().describe('Names the change within its repair; edits refer to it'),
    kind: z.enum(changeKinds),
    part: z.enum(['field', 'key', 'change_field', 'where', 'object']),
    field: z.string().describe("The canonical field; of other parts the part's name"),
    lost: z.array(z.string()).describe('Source paths that are gone or retyped'),
    found: z
      .array(z.string())
      .describe(
        'Source paths that are read instead; none: the rule is dropped (`drop`), or nothing was found and an edit can name it',
      ),
    before: orNull(rule),
    after: orNull(rule),
    confidence,
    evidence: z.array(
      z.strictObject({
        signal: z.string(),
        weight: z.number().describe('What it adds to, or takes from, the log-odds'),
        text: z.string(),
      }),
    ),
    selected: z.boolean().describe('False: shown, but too doubtful to be approved without an edit'),
  })
  .meta({ id: 'FieldChange' });

const count = z.int().nonnegative();
const pass = z
  .strictObject({
    seq: count.describe('The stored records as known at this position of the stream'),
    done: z.boolean(),
    counts: z.array(
      z.strictObject({
        entity: z.string(),
        records: count,
        changed: count,
        unchanged: count,
        quarantined: count,
        parked: count,
        filtered: count,
      }),
    ),
    rows: z.array(
      z.strictObject({
        entity: z.string(),
        record_key: z.string(),
        before: z.record(z.string(), z.unknown()),
        after: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'RepairPreview', description: 'What the new versions make of the stored records' });

const repairFields = {
  repair_id: z.uuid(),
  drift_event_id: z.uuid(),
  connection_id: z.uuid(),
  object: z.string(),
  digest: z.string().describe('What a decision refers to'),
  state: repairState,
  superseded: z.boolean().describe('True: no answer to its ticket any more'),
  band: repairBand,
  confidence,
  author,
  ticket: z.strictObject({ kind: z.string(), severity, state: driftState }),
  entities: z.array(z.string()),
  changes: z.strictObject({ offered: count, selected: count }),
  records_changed: count.nullable().describe('By the preview; null before it is done'),
  undo: z
    .strictObject({
      state: z.enum(['requested', 'switched', 'done', 'failed']),
      requested_by: z.string(),
      reason: z.string().nullable(),
      requested_at: timestamp,
      failure: z.string().nullable(),
    })
    .nullable(),
  expires_at: timestamp.nullable(),
  created_at: timestamp,
  updated_at: timestamp,
  applied_at: timestamp.nullable(),
};

export const repair = z
  .strictObject(repairFields)
  .meta({ id: 'Repair', description: 'A proposal that answers a drift ticket' });

export const repairDetail = z
  .strictObject({
    ...repairFields,
    mappings: z.array(
      z.strictObject({
        entity,
        from_version: count.describe('0: the object had no such mapping'),
        to_version: count.nullable(),
        document: z
          .string()
          .nullable()
          .describe('YAML of the new version; null: the mapping is switched off'),
        changes: z.array(fieldChange),
      }),
    ),
    unresolved: z.array(z.string()).describe('Lost source paths that no selected change gives back'),
    reasons: z.array(z.string()),
    preview: orNull(pass),
    decision: z
      .strictObject({
        verdict: z.enum(['approve', 'reject']),
        edited: z.array(z.string()).nullable().describe('Ids of the changes approved; null: as proposed'),
        reason: z.string().nullable(),
        decided_by: z.string().describe('A user id, or `policy`'),
        decided_at: timestamp,
      })
      .nullable(),
    similar: z
      .array(
        z.strictObject({
          repair_id: z.uuid(),
          object: z.string(),
          system,
          from: z.string(),
          to: z.string(),
          verdict: z.enum(['approved', 'rejected', 'undone']),
          decided_by: z.string(),
          at: timestamp,
        }),
      )
      .describe('What people decided on other repairs that name the same fields, newest first, at most five'),
    replay_task_id: z.uuid().nullable(),
    from_schema_version: z.int().nullable(),
    to_schema_version: z.int().nullable(),
  })
  .meta({ id: 'RepairDetail' });

export const repairPage = pageOf(repair).meta({ id: 'RepairPage' });
export const repairParams = z.strictObject({ repair_id: z.uuid() });
const filters = {
  state: repairState.optional(),
  band: repairBand.optional(),
  connection_id: z.uuid().optional(),
  drift_event_id: z.uuid().optional(),
};
export const repairsQuery = z.strictObject({ ...pageQuery, ...filters });

const edit = z.strictObject({
  id: z.string().min(1).max(500),
  from: z.array(z.string().min(1).max(1_024)).min(1).max(20).optional().describe('Other source paths'),
  transforms: z.array(transform).max(20).optional(),
});
const edits = z.array(edit).min(1).max(500);
export const repairApproveBody = z.strictObject({
  repair_id: z.uuid(),
  digest,
  edits: edits.optional().describe('These changes alone; left out: as proposed'),
  reason: reason.optional(),
});
export const repairPreviewBody = z.strictObject({ digest, edits: edits.describe('These changes alone') });
export const repairPreview = pass;
export const repairRejectBody = z.strictObject({ repair_id: z.uuid(), digest, reason });
export const repairUndoBody = z.strictObject({ repair_id: z.uuid(), reason: reason.optional() });
export const repairDecided = z
  .strictObject({ repair_id: z.uuid(), state: repairState, decision_id: z.uuid().nullable() })
  .meta({ id: 'RepairDecided' });

/** Bulk: the server lists what a filter finds now, with digests; only that list is decided, never "the filter". */
export const repairSnapshotBody = z.strictObject({
  band: repairBand.optional(),
  connection_id: z.uuid().optional(),
  min_confidence: confidence.optional(),
});
export const repairSnapshot = z
  .strictObject({
    snapshot_id: z.uuid(),
    expires_at: timestamp,
    repairs: z.array(repair),
  })
  .meta({ id: 'RepairSnapshot' });
export const repairSnapshotParams = z.strictObject({ snapshot_id: z.uuid() });
export const repairSnapshotDecisionBody = z.strictObject({ verdict: z.enum(['approve', 'reject']), reason });
export const repairSnapshotOutcome = z
  .strictObject({
    outcomes: z.array(
      z.strictObject({
        repair_id: z.uuid(),
        decided: z.boolean(),
        problem: z.string().nullable().describe('Why this one was not decided'),
      }),
    ),
  })
  .meta({ id: 'RepairSnapshotOutcome' });
