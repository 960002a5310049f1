import { createHash, randomUUID } from 'node:crypto';
import type { FieldChange } from '../../domain/repair/repair.ts';
import type { TestDatabase } from './test-database.ts';

export interface PlantedRepair {
  readonly driftEventId: string;
  readonly ticketDigest: string;
  readonly repairId: string;
  readonly digest: string;
}

const changeOf = (field: string, lost: string, found: string): FieldChange => ({
  id: `account.${field}`,
  kind: 'rename',
  part: 'field',
  field,
  lost: [lost],
  found: [found],
  before: { from: [lost], transforms: [], required: false },
  after: { from: [found], transforms: [], required: false, formerly: { from: [lost], transforms: [] } },
  confidence: 0.8,
  evidence: [{ signal: 'name', weight: 1.5, text: 'both speak of the label' }],
  selected: true,
});

/**
 * A ticket with a repair that waits, as the repair workflow would have left them: suites of the door need no worker. The
 * object must be mapped to `account` from a column `Company`, which has become `Label`.
 */
export const plantRepair = async (
  { admin }: TestDatabase,
  where: { readonly tenantId: string; readonly connectionId: string; readonly object: string },
  more: { readonly band?: string; readonly confidence?: number; readonly document?: string } = {},
): Promise<PlantedRepair> => {
  const { tenantId, connectionId, object } = where;
  const [driftEventId, repairId] = [randomUUID(), randomUUID()];
  const ticketDigest = createHash('sha256').update(driftEventId).digest('hex');
  const digest = createHash('sha256').update(repairId).digest('hex');
  await admin.query(
    `insert into au.drift_events (tenant_id, drift_event_id, connection_id, object, kind, severity, state, digest, lost)
     values ($1, $2, $3, $4, 'renamed', 'breaking', 'waiting', $5, '["Company"]')`,
    [tenantId, driftEventId, connectionId, object, ticketDigest],
  );
  const document =
    more.document ??
    `system: filesource\nobject: ${object}\nentity: account\nversion: 2\nkey: Id\nfields:\n  name: Label\n`;
  const mappings = [
    {
      entity: 'account',
      from_version: 1,
      to_version: null,
      document,
      changes: [changeOf('name', 'Company', 'Label')],
    },
  ];
  const preview = {
    seq: 7,
    done: true,
    counts: [
      { entity: 'account', records: 2, changed: 1, unchanged: 1, quarantined: 0, parked: 0, filtered: 0 },
    ],
    digest: 'd',
    rows: [{ entity: 'account', record_key: 'a/b/1', before: { name: null }, after: { name: 'Acme' } }],
    after: '',
  };
  await admin.query(
    `insert into au.repairs (tenant_id, repair_id, drift_event_id, connection_id, object, stream, ticket_digest, digest,
       band, confidence, author, mappings, preview, trace_id)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, 'heuristic', $10, $11, $12)`,
    [
      tenantId,
      repairId,
      driftEventId,
      connectionId,
      object,
      ticketDigest,
      digest,
      more.band ?? 'review',
      more.confidence ?? 0.8,
      JSON.stringify(mappings),
      JSON.stringify(preview),
      'a'.repeat(32),
    ],
  );
  return { driftEventId, ticketDigest, repairId, digest };
};
