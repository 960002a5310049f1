import { connectionBody, connectionDetail } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { checkConfig, checkCredentials, mayLackCredentials } from './check-settings.ts';
import { connectionDetailView, etagOf } from './connection-view.ts';
import { writeCredentials } from './credentials.ts';
import { insertUnderSlug } from './insert-under-slug.ts';

export const postConnection = endpoint({
  id: 'createConnection',
  method: 'post',
  path: '/connections',
  tag: 'connections',
  summary: 'Add a connection; nothing is read until it is tested or ingested',
  role: 'admin',
  body: connectionBody,
  replies: { 201: connectionDetail },
  handle: async ({ body, caller, transaction, traceId, note }, deps) => {
    const { system, name, slug } = body;
    const config = checkConfig(system, body.config, deps.config);
    const credentials =
      body.credentials === undefined && mayLackCredentials(system)
        ? undefined
        : checkCredentials(system, body.credentials ?? {});
    const row = await insertUnderSlug(
      transaction,
      { name, system, config, scheduleSeconds: body.schedule_seconds, createdBy: caller.userId },
      slug,
      traceId,
    );
    if (credentials !== undefined && Object.keys(credentials).length > 0)
      await writeCredentials(transaction, row.connection_id, deps, credentials);
    const view = await connectionDetailView(transaction, row, deps);
    note({ subject: { kind: 'connection', id: row.connection_id }, after: view });
    return {
      status: 201,
      headers: { Location: `/api/v1/connections/${row.connection_id}`, ...etagOf(row) },
      body: view,
    };
  },
});
