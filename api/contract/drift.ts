import { z } from 'zod';
import { driftOutcomes, driftStates } from '../../domain/states/drift.ts';
import { repairBands } from '../../domain/repair/repair.ts';
import { repairStates } from '../../domain/states/repair.ts';
import { jsonObject } from './json-object.ts';
import { orNull } from './or-null.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';
import { effectivePolicy } from './policies.ts';

export const severity = z.enum(['breaking', 'risky', 'harmless']).meta({ id: 'Severity' });
export const driftState = z.enum(driftStates).meta({ id: 'DriftState' });

const driftFields = {
  drift_event_id: z.uuid(),
  connection_id: z.uuid(),
  object: z.string(),
  kind: z.string().describe("The gravest change's kind, or `quarantine_overflow`, `mass_deletion`, …"),
  severity,
  state: driftState,
  outcome: z.enum(driftOutcomes).nullable(),
  digest: z.string().describe('Identifies the difference; a further change gives a new one'),
  lost: z.array(z.string()).describe('Source paths that are gone or retyped'),
  opened_at: timestamp,
  updated_at: timestamp,
  closed_at: timestamp.nullable(),
};

export const driftEvent = z
  .strictObject(driftFields)
  .meta({ id: 'DriftEvent', description: 'A ticket: one per connection and object at a time' });

export const schemaChangeRecord = z
  .strictObject({
    change_id: z.uuid(),
    object: z.string(),
    from_version: z.int().nullable(),
    to_version: z.int().nullable(),
    changes: z.array(jsonObject).describe('kind, severity, field, before, after, candidates, … by kind'),
    drift_event_id: z.uuid().nullable(),
    seen_at: timestamp,
  })
  .meta({ id: 'SchemaChange' });

const settling = {
  policy: effectivePolicy.describe('The most cautious policy of what the ticket touches'),
  repair: orNull(
    z.strictObject({
      repair_id: z.uuid(),
      state: z.enum(repairStates),
      band: z.enum(repairBands),
      confidence: z.number().min(0).max(1),
    }),
  ).describe('The proposal that answers it now'),
};

export const listedDrift = z
  .strictObject({ ...driftFields, ...settling })
  .meta({ id: 'ListedDriftEvent', description: 'A ticket, its policy and its answer' });

export const driftEventDetail = z
  .strictObject({
    ...driftFields,
    ...settling,
    field_policies: z
      .array(z.strictObject({ field: z.string(), ...effectivePolicy.shape }))
      .describe('Of the lost source paths'),
    detail: jsonObject,
    proposable: z.boolean().describe('It is left to people, and another proposal can be asked for'),
    notes: z.array(z.string()).describe('What reads have met, one sentence each'),
    changes: z.array(schemaChangeRecord),
  })
  .meta({ id: 'DriftEventDetail' });
export const driftPage = pageOf(listedDrift).meta({ id: 'DriftPage' });
export const driftParams = z.strictObject({ drift_event_id: z.uuid() });
export const driftQuery = z.strictObject({
  ...pageQuery,
  state: driftState.optional(),
  open: z.enum(['true', 'false']).optional().describe('true: every state but closed'),
  severity: severity.optional(),
  connection_id: z.uuid().optional(),
});

export const acceptBody = z.strictObject({
  digest: z.string().min(1).max(200).describe('`digest` of the ticket as it was read; a stale one is a 409'),
  reason: z.string().trim().min(1).max(500).optional(),
});
export const driftAccepted = z
  .strictObject({
    drift_event_id: z.uuid(),
    repair_id: z.uuid().describe('The repair by the person, decided at once'),
    decision_id: z.uuid(),
  })
  .meta({ id: 'DriftAccepted' });

export const proposeBody = z.strictObject({ digest: acceptBody.shape.digest });
export const driftProposed = z
  .strictObject({ drift_event_id: z.uuid(), state: driftState })
  .meta({ id: 'DriftProposed' });
