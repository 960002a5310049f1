import { randomUUID } from 'node:crypto';
import type { TestDatabase } from './test-database.ts';

/** What a connect and a person would have left behind, written as the superuser: a golden record of one record, and a decision. */
export const plantGolden = async (
  { admin }: TestDatabase,
  {
    tenantId,
    connectionId,
    object,
    recordKey,
    text,
  }: {
    readonly tenantId: string;
    readonly connectionId: string;
    readonly object: string;
    readonly recordKey: string;
    readonly text: string;
  },
): Promise<{ readonly goldenId: string; readonly decisionId: string }> => {
  const [goldenId, decisionId] = [`acc_${randomUUID().replaceAll('-', '').slice(0, 24)}`, randomUUID()];
  const source = {
    record_key: recordKey,
    record_id: text,
    connection_id: connectionId,
    system: 'filesource',
    source_object: object,
    mapping_version: 1,
    seq: 1,
  };
  await admin.query(
    `insert into au.materialized_accounts (tenant_id, account_id, name, sources, row_hash, generation)
     values ($1, $2, $3, $4, '', 1)`,
    [tenantId, goldenId, text, JSON.stringify([source])],
  );
  await admin.query(
    `insert into au.golden_members (tenant_id, entity, record_key, golden_id, connection_id, source_object, record_id, confidence)
     values ($1, 'account', $2, $3, $4, $5, $6, 1)`,
    [tenantId, recordKey, goldenId, connectionId, object, text],
  );
  await admin.query(
    `insert into au.golden_constraints (tenant_id, constraint_id, entity, kind, detail, reason, created_by)
     values ($1, $2, 'account', 'pin', $3, $4, $5)`,
    [tenantId, decisionId, JSON.stringify({ record: recordKey, golden: goldenId }), text, randomUUID()],
  );
  return { goldenId, decisionId };
};
