import type { z } from 'zod';
import { staleFrom } from '../../../domain/freshness.ts';
import {
  connectionsHealth,
  countRecords,
} from '../../../platform/database/repositories/connection-health.ts';
import type { HealthRow } from '../../../platform/database/repositories/connection-health.ts';
import { connectionHealthPage, connectionHealthQuery } from '../../contract/mesh.ts';
import type { connectionHealth } from '../../contract/mesh.ts';
import { endpoint } from '../../endpoint.ts';
import type { Position } from '../../gateway/cursors.ts';
import { paginate } from '../../gateway/paginate.ts';

type Health = z.input<typeof connectionHealth>;

export const getHealth = endpoint({
  id: 'listConnectionHealth',
  method: 'get',
  path: '/mesh/connections',
  tag: 'mesh',
  summary: 'How connections are doing, by name: status, last sync, records, schema, tickets, quarantine',
  role: 'viewer',
  query: connectionHealthQuery,
  replies: { 200: connectionHealthPage },
  handle: async ({ caller, query, transaction }, { cursors }) => {
    const { rows, page } = await paginate(cursors, {
      name: 'connection-health',
      tenantId: caller.tenantId,
      query,
      positionOf: (row: HealthRow) => [row.name, row.connection_id],
      fetch: (after, limit) =>
        connectionsHealth(
          transaction,
          { connectionId: query.connection_id, status: query.status },
          limit,
          namePosition(after),
        ),
    });
    const data: Health[] = [];
    for (const row of rows) data.push(healthView(row, await countRecords(transaction, row.slug)));
    return { status: 200, body: { data, page } };
  },
});

const namePosition = (after: Position | undefined) =>
  after === undefined ? undefined : { name: String(after[0]), id: String(after[1]) };

const healthView = (row: HealthRow, records: Health['records']): Health => ({
  connection_id: row.connection_id,
  slug: row.slug,
  name: row.name,
  system: row.system,
  status: row.status,
  status_reason: row.status_reason,
  schedule_seconds: row.schedule_seconds,
  next_run_at: row.next_run_at?.toISOString() ?? null,
  last_sync_at: row.read_at?.toISOString() ?? null,
  stale_at: staleFrom(row)?.toISOString() ?? null,
  last_task: lastTaskOf(row),
  recent_runs: row.recent_runs.map(({ created_at: at, ...run }) => ({
    ...run,
    created_at: new Date(at).toISOString(),
  })),
  records,
  objects: { seen: row.seen, mapped: row.mapped, stopped: row.stopped, paused: row.paused },
  schema_version: row.schema_version,
  schema_seen_at: row.schema_seen_at?.toISOString() ?? null,
  open_tickets: { breaking: row.breaking, risky: row.risky, harmless: row.harmless },
  quarantined: row.quarantined,
});

const lastTaskOf = (row: HealthRow): Health['last_task'] =>
  row.task_id === null || row.task_kind === null || row.task_state === null || row.task_created_at === null
    ? null
    : {
        task_id: row.task_id,
        kind: row.task_kind,
        state: row.task_state,
        created_at: row.task_created_at.toISOString(),
        ended_at: row.task_ended_at?.toISOString() ?? null,
      };
