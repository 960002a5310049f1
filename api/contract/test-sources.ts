import { z } from 'zod';
import { jsonObject } from './json-object.ts';

/** The briefs' names of the systems whose demo and test sources can be changed. */
export const testSourceParams = z.strictObject({
  source: z.enum(['supabase', 'mongo', 'salesforce', 'filesource']),
});

export const mutationBody = z.strictObject({
  connection_id: z.uuid(),
  kind: z
    .string()
    .min(1)
    .max(60)
    .describe('`rename_column`, `retype_column`, `drop_column`, `add_rows`, … (MongoDB: `rename_field`, …)'),
  object: z.string().min(1).max(1_024).describe("The object's name in the source"),
  arguments: jsonObject.default({}).describe("By the kind, as the system's connector takes them"),
});
