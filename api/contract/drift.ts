import { z } from 'zod';
import { driftOutcomes, driftStates } from '../../domain/states/drift.ts';
import { jsonObject } from './json-object.ts';
import { pageOf, pageQuery, timestamp } from './page.ts';

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

export const driftEventDetail = z
  .strictObject({ ...driftFields, detail: jsonObject, changes: z.array(schemaChangeRecord) })
  .meta({ id: 'DriftEventDetail' });
export const driftPage = pageOf(driftEvent).meta({ id: 'DriftPage' });
export const driftParams = z.strictObject({ drift_event_id: z.uuid() });
export const driftQuery = z.strictObject({
  ...pageQuery,
  state: driftState.optional(),
  open: z.enum(['true', 'false']).optional().describe('true: every state but closed'),
  severity: severity.optional(),
  connection_id: z.uuid().optional(),
});
