import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../../../activities/dcl/build/build.ts';
import type { AnsweredQuestion } from '../../../api/ask/question-view.ts';
import { userId as parseUser } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { createPool } from '../../../platform/database/pool.ts';
import { createLogger } from '../../../platform/logger.ts';
import { testFolder } from '../../support/services.ts';
import { startTestApi } from '../../support/test-api.ts';
import type { TestApi } from '../../support/test-api.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { PlantedStream } from '../dcl/planted-records.ts';
import type { PlantedRecord } from '../dcl/planted-records.ts';
import { plantedCompany, today } from './planted-company.ts';

/** The planted company with its golden records built, and a viewer of it who asks. */
export interface AskedCompany {
  readonly api: TestApi;
  readonly tenantId: TenantId;
  readonly token: string;
  /** `DCL_ROOT`. */
  readonly root: string;
  readonly ask: (question: string, more?: Readonly<Record<string, unknown>>) => Promise<AnsweredQuestion>;
  readonly close: () => Promise<void>;
}

/** Builds and publishes the golden records of a tenant. */
const connectCompany = async (database: TestDatabase, root: string, tenantId: TenantId): Promise<void> => {
  const pool = createPool({
    ...{ databaseUrl: database.url, rolesKey: database.rolesKey, role: 'au_worker', max: 4 },
    logger: createLogger('test', 'silent'),
  });
  try {
    const options = { root, host: 'test', memoryMb: 256, threads: 2, estimate: false };
    const task = { tenantId, taskId: randomUUID(), traceId: 't'.repeat(32) };
    await build(pool, { ...task, ...options }, () => undefined);
  } finally {
    await pool.end();
  }
};

/** A token of a viewer of the tenant. */
export const tokenOf = async (api: TestApi, tenantId: TenantId): Promise<string> => {
  const { rows } = await api.database.admin.query<{ user_id: string }>(
    'select user_id from au.users where tenant_id = $1',
    [tenantId],
  );
  const id = parseUser(rows[0]?.user_id ?? '');
  return api.deps.tokens.issue({ tenantId, userId: id, role: 'viewer', client: 'program' });
};

const mostAttempts = 20;

/** Asks a question; a machine under load may not open a connection to the database in time, which the API says by 503. */
export const askOf = async (
  api: TestApi,
  token: string,
  question: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<AnsweredQuestion> => {
  for (let attempt = 1; ; attempt += 1) {
    const { status, json, text } = await api.ask('POST', '/api/v1/nlp/query', {
      token,
      body: { question, today, ...more },
    });
    if (status === 200) return json as unknown as AnsweredQuestion;
    if (status !== 503 || attempt === mostAttempts) throw new Error(`${question}: ${String(status)} ${text}`);
    await sleep(500);
  }
};

/** A company of these records, with its golden records built. */
export const openCompany = async (
  records: readonly PlantedRecord[] = plantedCompany,
): Promise<AskedCompany> => {
  const root = mkdtempSync(join(testFolder(), 'ask-'));
  const api = await startTestApi({
    environment: { DCL_ROOT: root, RATE_WRITES_PER_MINUTE: '10000', RATE_READS_PER_MINUTE: '10000' },
  });
  const stream = await PlantedStream.create(api.database);
  const { tenantId } = stream;
  const token = await tokenOf(api, tenantId);
  await stream.append(records);
  await connectCompany(api.database, root, tenantId);
  return {
    ...{ api, tenantId, token, root },
    ask: (question, more) => askOf(api, token, question, more),
    close: async () => {
      await api.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

/** Headline figures by currency. */
export const headline = ({ figures }: AnsweredQuestion): Record<string, string> =>
  Object.fromEntries(figures.map(({ currency, value }) => [currency ?? '', value]));
