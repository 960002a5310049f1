import { randomUUID } from 'node:crypto';
import { plantGolden } from './planted-golden.ts';
import { plantEvent, plantHeld } from './held-data.ts';
import { plantAgents } from './planted-agents.ts';
import { plantRepair } from './planted-repair.ts';
import type { TestApi } from './test-api.ts';
import type { TestUser } from './test-users.ts';

/** Ids of one thing of each kind that a tenant can have; the names are those of the route parameters. */
export interface PlantedIds {
  readonly connection_id: string;
  readonly task_id: string;
  readonly mapping_id: string;
  readonly version: string;
  readonly drift_event_id: string;
  readonly repair_id: string;
  readonly run_id: string;
  readonly insight_id: string;
  readonly writeback_id: string;
  readonly snapshot_id: string;
  readonly notice_id: string;
  readonly policy_id: string;
  readonly quarantine_id: string;
  readonly entity: string;
  readonly record_key: string;
  readonly golden_id: string;
  readonly decision_id: string;
  readonly upload_id: string;
  readonly question_id: string;
  readonly user_id: string;
  /** Of the planted table in the lineage. */
  readonly node_kind: string;
  readonly node_id: string;
  /** Of a flag. */
  readonly name: string;
}

export const plantedObject = 'accounts.csv';

const document = `system: filesource
object: ${plantedObject}
entity: account
version: 1
key: Id
fields:
  name: Company
`;

const succeeded = async (
  asked: Promise<{ status: number; text: string; json: Record<string, unknown> | undefined }>,
) => {
  const { status, text, json } = await asked;
  if (status >= 300) throw new Error(`planting answered ${String(status)}: ${text}`);
  return json ?? {};
};

/** Gives a tenant one of everything, through the doors where there is one, and answers the ids. `canary` stands in all texts. */
export const plantTenant = async (api: TestApi, user: TestUser, canary: string): Promise<PlantedIds> => {
  const ask = (method: string, path: string, body?: unknown) =>
    succeeded(
      api.ask(method, `/api/v1${path}`, { token: user.token, ...(body === undefined ? {} : { body }) }),
    );
  const { connection_id, slug } = (await ask('POST', '/connections', {
    system: 'filesource',
    name: canary,
    config: {},
  })) as { connection_id: string; slug: string };
  const { mapping_id } = await ask('POST', '/mesh/mappings', { connection_id, document, reason: canary });
  const { task_id } = await ask('POST', `/connections/${connection_id}/ingest`);
  const flag = `flag-${randomUUID()}`;
  await ask('PUT', `/flags/${flag}`, { enabled: true });
  const planted = { tenantId: user.tenantId, connectionId: connection_id, slug, stream: plantedObject };
  await plantEvent(api.database, planted, {
    id: canary,
    seq: 1,
    recordSeq: 1,
    data: { name: canary },
    raw: { Id: canary, Company: canary },
    at: '2026-01-01T00:00:00Z',
  });
  const recordKey = `${slug}/${plantedObject}/${canary}`;
  const quarantineId = await plantHeld(api.database, planted, { recordKey });
  const { driftEventId, repairId } = await plantRepair(
    api.database,
    { tenantId: user.tenantId, connectionId: connection_id, object: plantedObject },
    { document: `# ${canary}\n${document}` },
  );
  const { runId, insightId, writebackId } = await plantAgents(
    api.database,
    { tenantId: user.tenantId, connectionId: connection_id, object: plantedObject },
    { text: canary },
  );
  const { goldenId, decisionId } = await plantGolden(api.database, {
    tenantId: user.tenantId,
    connectionId: connection_id,
    object: plantedObject,
    recordKey,
    text: canary,
  });
  const { snapshot_id } = await ask('POST', '/mesh/repairs/snapshot', {});
  await ask('PUT', '/notifications/webhook', { url: 'https://127.0.0.1/', enabled: false });
  await ask('POST', '/notifications/webhook/test');
  const noticeId = randomUUID();
  await api.database.admin.query(
    `insert into au.notices (tenant_id, notice_id, kind, subject_kind, subject_id, text, path, once)
     values ($1, $2, 'repair.waiting', 'repair', $3, $4, '/approvals', $4)`,
    [user.tenantId, noticeId, repairId, canary],
  );
  await ask('POST', '/notifications/inbox/read', { notice_ids: [noticeId] });
  const { policy_id } = await ask('PUT', '/mesh/policies', { connection_id, policy: 'freeze' });
  return {
    connection_id,
    task_id: String(task_id),
    mapping_id: String(mapping_id),
    version: '1',
    drift_event_id: driftEventId,
    repair_id: repairId,
    run_id: runId,
    insight_id: insightId,
    writeback_id: writebackId,
    snapshot_id: String(snapshot_id),
    notice_id: noticeId,
    policy_id: String(policy_id),
    quarantine_id: quarantineId,
    entity: 'account',
    golden_id: goldenId,
    decision_id: decisionId,
    record_key: recordKey,
    upload_id: await upload(api, user, canary),
    question_id: String((await ask('POST', '/nlp/query', { question: `Why ${canary}?` }))['question_id']),
    user_id: user.userId,
    node_kind: 'table',
    node_id: `${slug}/${plantedObject}`,
    name: flag,
  };
};

const upload = async (api: TestApi, user: TestUser, canary: string): Promise<string> => {
  const form = new FormData();
  form.set('file', new Blob([`Id,Company\n1,${canary}\n`]), `${canary}.csv`);
  const response = await fetch(`${api.url}/api/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${user.token}` },
    body: form,
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.status !== 201) throw new Error(`the upload answered ${JSON.stringify(answer)}`);
  return String(answer['upload_id']);
};
