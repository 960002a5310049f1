import type { z } from 'zod';
import { listAudit } from '../../../platform/database/repositories/audit.ts';
import type { AuditRow } from '../../../platform/database/repositories/audit.ts';
import type { auditEntry } from '../../contract/governance.ts';
import { auditPage, auditQuery } from '../../contract/governance.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';

export const getAudit = endpoint({
  id: 'listAudit',
  method: 'get',
  path: '/audit',
  tag: 'audit',
  summary: 'Who changed what, newest first',
  role: 'admin',
  query: auditQuery,
  replies: { 200: auditPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'audit',
      tenantId: caller.tenantId,
      query,
      fetch: (after, limit) =>
        listAudit(
          transaction,
          query,
          limit,
          after === undefined ? undefined : { at: String(after[0]), id: String(after[1]) },
        ),
      positionOf: (row) => [row.at_text, row.audit_id],
    });
    return { status: 200, body: { data: rows.map(auditView), page } };
  },
});

/** An entry as the API shows it. */
export const auditView = (row: AuditRow): z.input<typeof auditEntry> => ({
  audit_id: row.audit_id,
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  subject: row.subject,
  before_digest: row.before_digest?.toString('hex') ?? null,
  after_digest: row.after_digest?.toString('hex') ?? null,
  status: row.status,
  ip: row.ip,
  trace_id: row.trace_id,
});
