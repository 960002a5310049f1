import type { z } from 'zod';
import type { Json } from '../../../domain/json.ts';
import type { ConnectionState, System } from '../../../domain/states/connection.ts';
import { changeConnection } from '../../../platform/database/repositories/connection-settings.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { appendEvent } from '../../../platform/database/repositories/event-log.ts';
import type { TenantTransaction } from '../../../platform/database/with-tenant.ts';
import {
  connectionDetail,
  connectionParams,
  connectionPatch,
  scheduleBody,
} from '../../contract/connections.ts';
import type { Deps } from '../../deps.ts';
import type { Call } from '../../endpoint.ts';
import { endpoint } from '../../endpoint.ts';
import { expectedVersion, refuseStale } from '../expected-version.ts';
import { checkConfig, checkCredentials } from './check-settings.ts';
import { connectionDetailView, etagOf } from './connection-view.ts';
import { readCredentials, writeCredentials } from './credentials.ts';
import { existingConnection } from './existing-connection.ts';

export const patchConnection = endpoint({
  id: 'changeConnection',
  method: 'patch',
  path: '/connections/:connection_id',
  tag: 'connections',
  summary: 'Change name, configuration, credentials or schedule; pause or resume',
  description: 'A task that is running goes on with what it began with; the next one takes the new settings.',
  role: 'admin',
  params: connectionParams,
  body: connectionPatch,
  replies: { 200: connectionDetail },
  handle: (call, deps) => applyPatch(call, deps),
});

export const putSchedule = endpoint({
  id: 'scheduleConnection',
  method: 'put',
  path: '/connections/:connection_id/schedule',
  tag: 'connections',
  summary: 'Say how often a connection is ingested',
  role: 'operator',
  params: connectionParams,
  body: scheduleBody,
  replies: { 200: connectionDetail },
  handle: (call, deps) => applyPatch(call, deps),
});

type Patch = z.output<typeof connectionPatch>;
type PatchCall = Omit<Call<typeof connectionParams>, 'body'> & { readonly body: Patch };

const applyPatch = async (call: PatchCall, deps: Deps) => {
  const { params, body, transaction, note, traceId } = call;
  const before = await existingConnection(transaction, params.connection_id, 'for update');
  refuseStale(expectedVersion(call.request, body.version), before.version);
  const shownBefore = await connectionDetailView(transaction, before, deps);
  const system = before.system as System;
  const row = await changeConnection(transaction, before, {
    name: body.name ?? before.name,
    config: body.config === undefined ? before.config : checkConfig(system, body.config, deps.config),
    scheduleSeconds: body.schedule_seconds === undefined ? before.schedule_seconds : body.schedule_seconds,
    status: statusAfter(before, body.paused),
  });
  if (body.credentials !== undefined) await mergeCredentials(transaction, row, deps, body.credentials);
  const view = await connectionDetailView(transaction, row, deps);
  note({
    subject: { kind: 'connection', id: row.connection_id },
    before: shownBefore,
    after: view,
  });
  await appendEvent(transaction, {
    type: 'connection.changed',
    traceId,
    subject: { kind: 'connection', id: row.connection_id },
    data: { status: row.status, reason: row.status_reason, version: row.version },
  });
  return { status: 200 as const, headers: etagOf(row), body: view };
};

/** Resumed, a connection is what its next check or ingest says; until then it counts as active, or new. */
const statusAfter = (before: Connection, paused: boolean | undefined): ConnectionState => {
  if (paused === undefined || paused === (before.status === 'paused')) return before.status;
  if (paused) return 'paused';
  return before.checked_at === null ? 'new' : 'active';
};

/** Named fields replace stored ones, null removes one; the whole must fit the system's schema. */
const mergeCredentials = async (
  transaction: TenantTransaction,
  row: Connection,
  deps: Deps,
  given: Readonly<Record<string, Json>>,
): Promise<void> => {
  const stored = await readCredentials(transaction, row.connection_id, deps);
  const merged = Object.fromEntries(
    Object.entries({ ...stored, ...given }).filter(([, value]) => value !== null),
  );
  await writeCredentials(
    transaction,
    row.connection_id,
    deps,
    checkCredentials(row.system as System, merged),
  );
};
