import { z } from 'zod';
import { repairPolicies } from '../../domain/repair/policy.ts';
import { timestamp } from './page.ts';

const repairPolicy = z.enum(repairPolicies).meta({
  id: 'RepairPolicy',
  description:
    '`auto`: sure repairs are applied by themselves; `ask`: a person decides; `ignore`: nothing is proposed, the last known values stand; `freeze`: the object is not read until the ticket is settled',
});

export const effectivePolicy = z
  .strictObject({
    policy: repairPolicy,
    source: z
      .enum(['field', 'object', 'connection', 'tenant', 'default'])
      .describe('The narrowest place that says something'),
  })
  .meta({ id: 'EffectivePolicy' });

const place = {
  connection_id: z.uuid().nullable(),
  object: z.string().min(1).max(1_024).nullable(),
  field: z.string().min(1).max(1_024).nullable().describe('A source field'),
};

export const policyRow = z
  .strictObject({
    policy_id: z.uuid(),
    ...place,
    policy: repairPolicy,
    updated_by: z.string(),
    updated_at: timestamp,
  })
  .meta({ id: 'PolicyRow', description: 'Null stands for all' });
export const policyList = z.strictObject({
  data: z.array(policyRow),
  autofix: z.boolean().describe('FEATURE_DRIFT_AUTOFIX: without it `auto` waits for a person like `ask`'),
  threshold: z.number().describe('Confidence above which a repair counts as sure'),
});
export const policiesQuery = z.strictObject({ connection_id: z.uuid().optional() });

export const policyBody = z
  .strictObject({
    connection_id: place.connection_id.default(null),
    object: place.object.default(null),
    field: place.field.default(null),
    policy: repairPolicy,
  })
  .refine(({ connection_id, object }) => object === null || connection_id !== null, {
    path: ['connection_id'],
    message: 'An object belongs to a connection: name it',
  })
  .refine(({ object, field }) => field === null || object !== null, {
    path: ['object'],
    message: 'A field belongs to an object: name it',
  });
export const policyParams = z.strictObject({ policy_id: z.uuid() });

export const effectiveQuery = z.strictObject({
  connection_id: z.uuid(),
  object: z.string().min(1).max(1_024),
});
export const effectiveReply = z
  .strictObject({
    object: effectivePolicy,
    fields: z
      .array(z.strictObject({ field: z.string(), ...effectivePolicy.shape }))
      .describe("Of every field of the object's newest shape"),
  })
  .meta({ id: 'EffectivePolicies' });
