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
export const auditQuery = z.strictObject(pageQuery);
