import { z } from 'zod';
import { pageOf, pageQuery, timestamp } from './page.ts';

const flagName = z.string().regex(/^[a-z][a-z0-9_.-]{0,63}$/, 'Lower-case letters, digits, `_`, `.` and `-`');

export const flag = z
  .strictObject({ name: flagName, enabled: z.boolean(), updated_by: z.string(), updated_at: timestamp })
  .meta({ id: 'Flag' });
export const flagList = z.strictObject({ data: z.array(flag) });
export const flagParams = z.strictObject({ name: flagName });
export const flagBody = z.strictObject({ enabled: z.boolean() });

export const auditEntry = z
  .strictObject({
    audit_id: z.uuid(),
    at: timestamp,
    actor: z.string().describe('A user id, or the name of a part of the system'),
    action: z.string(),
    subject: z.string().nullable(),
    before_digest: z.string().nullable().describe('SHA-256 of the state before, in hex'),
    after_digest: z.string().nullable(),
    status: z.int().describe('HTTP status that the mutation ended with'),
    ip: z.string().nullable(),
    trace_id: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });
export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });
/** An export holds no more; `until` leads on to what is older. */
export const mostAuditExported = 50_000;

const auditFilter = {
  actor: z.string().min(1).max(200).optional().describe('A user id, or the name of a part of the system'),
  action: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/)
    .optional()
    .describe('The operation id of what was asked for'),
  outcome: z
    .enum(['done', 'refused', 'failed'])
    .optional()
    .describe('By status: below 400, below 500, above'),
  since: timestamp.optional(),
  until: timestamp.optional().describe('Not included'),
};
export const auditQuery = z.strictObject({ ...pageQuery, ...auditFilter });
export const auditExportQuery = z.strictObject(auditFilter);
