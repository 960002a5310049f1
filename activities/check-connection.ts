import { tenantId as parseTenant } from '../domain/ids.ts';
import { isFault } from '../domain/faults.ts';
import type { CheckReport } from '../connectors/contract.ts';
import { setConnectionStatus } from '../platform/database/repositories/connections.ts';
import { withTenant } from '../platform/database/with-tenant.ts';
import type { CheckConnectionInput } from '../workflows/check-connection.contract.ts';
import type { Deps } from './deps.ts';
import { withHeartbeat } from './edge.ts';
import { loadConnection } from './open-connection.ts';

type Needs = Pick<Deps, 'pool' | 'secrets' | 'config' | 'logger'>;

export const createCheckActivities = (deps: Needs) => ({
  /** Tries the connection step by step and stores the report; a refused step is a result, not a failure. */
  check: (input: CheckConnectionInput): Promise<{ readonly ok: boolean }> =>
    withHeartbeat(async () => {
      const tenantId = parseTenant(input.tenantId);
      const report = await tryConnection(deps, input);
      const refused = report.steps.find((step) => !step.ok);
      await withTenant(deps.pool, tenantId, async (transaction) => {
        await transaction.db
          .updateTable('connections')
          .set({ checked_at: new Date(), check_report: JSON.stringify(report) })
          .where('connection_id', '=', input.connectionId)
          .execute();
        await transaction.db
          .updateTable('tasks')
          .set({ result: JSON.stringify({ report }) })
          .where('task_id', '=', input.taskId)
          .execute();
        await setConnectionStatus(transaction, input.connectionId, {
          status: refused === undefined ? 'active' : 'broken',
          reason: refused === undefined ? null : `${refused.name}: ${refused.detail}`,
          traceId: input.traceId,
        });
      });
      return { ok: report.ok };
    }),
});

export type CheckActivities = ReturnType<typeof createCheckActivities>;

/** A connection that cannot even be opened (its settings, its stored secrets) is reported as its first step. */
const tryConnection = async (deps: Needs, input: CheckConnectionInput): Promise<CheckReport> => {
  try {
    const opened = await loadConnection(deps, parseTenant(input.tenantId), input.connectionId);
    const connector = await opened.module.open(opened.options);
    try {
      return await connector.check();
    } finally {
      await connector.close();
    }
  } catch (error) {
    if (!isFault(error) || error.code === 'database_unavailable') throw error;
    return { ok: false, steps: [{ name: 'configuration', ok: false, detail: error.message }] };
  }
};
