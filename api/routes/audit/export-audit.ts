import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { listAudit } from '../../../platform/database/repositories/audit.ts';
import type { AuditFilter, ListedAudit } from '../../../platform/database/repositories/audit.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import { auditExportQuery, mostAuditExported } from '../../contract/governance.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { inPieces } from '../in-pieces.ts';
import { auditView } from './list-audit.ts';

const columns = [
  'at',
  'actor',
  'action',
  'subject',
  'status',
  'ip',
  'trace_id',
  'audit_id',
  'before_digest',
  'after_digest',
];

export const getAuditExport = detachedEndpoint({
  id: 'exportAudit',
  method: 'get',
  path: '/audit/export',
  tag: 'audit',
  summary: `The audit as CSV, newest first, at most ${mostAuditExported} entries`,
  description:
    'Takes the filters of the list; name a time by `until` to get what is older. A text that a spreadsheet would take for a formula stands behind an apostrophe.',
  role: 'admin',
  query: auditExportQuery,
  replies: { 200: { contentType: 'text/csv', description: 'With a line of headings' } },
  handle: ({ query, inTenant }) =>
    Promise.resolve({
      status: 200,
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="audit.csv"',
      },
      send: (response) => pipeline(Readable.from(linesOf(inTenant, query)), response),
    }),
});

type InTenant = <T>(work: (transaction: TenantTransaction) => Promise<T>) => Promise<T>;

async function* linesOf(inTenant: InTenant, filter: AuditFilter): AsyncGenerator<string> {
  yield stringify([columns]);
  const pieces = inPieces<ListedAudit>(mostAuditExported, (last, limit) =>
    inTenant((transaction) =>
      listAudit(transaction, filter, limit, last && { at: last.at_text, id: last.audit_id }),
    ),
  );
  for await (const rows of pieces) yield stringify(rows.map(auditView), { columns, escape_formulas: true });
}
