import type { Json } from '../../../domain/json.ts';
import {
  latestChanges,
  mappedEntities,
  newestObjects,
  openTickets,
  versionsOf,
} from '../../../platform/database/repositories/object-schemas.ts';
import type { NewestObject } from '../../../platform/database/repositories/object-schemas.ts';
import { connectionListQuery, connectionParams, objectSchemaPage } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { paginate } from '../../gateway/paginate.ts';
import { changeView, driftView } from '../mesh/drift-view.ts';
import { existingConnection } from './existing-connection.ts';

const changesShown = 20;

export const getObjectSchemas = endpoint({
  id: 'listObjectSchemas',
  method: 'get',
  path: '/connections/:connection_id/schemas',
  tag: 'connections',
  summary: 'Objects of a connection: their newest shape, versions, changes and open tickets',
  role: 'viewer',
  params: connectionParams,
  query: connectionListQuery,
  replies: { 200: objectSchemaPage },
  handle: async ({ params, query, caller, transaction }, { cursors }) => {
    const { connection_id: id } = await existingConnection(transaction, params.connection_id);
    const { rows, page } = await paginate(cursors, {
      name: `schemas ${id}`,
      tenantId: caller.tenantId,
      query,
      positionOf: (row: NewestObject) => [row.object],
      fetch: (after, limit) =>
        newestObjects(transaction, id, limit, after === undefined ? undefined : String(after[0])),
    });
    const objects = rows.map(({ object }) => object);
    const versions = await versionsOf(transaction, id, objects);
    const changes = await latestChanges(transaction, id, objects, changesShown);
    const mapped = await mappedEntities(transaction, id);
    const tickets = await openTickets(transaction, id);
    const data = rows.map((row) => {
      const ticket = tickets.find(({ object }) => object === row.object);
      return {
        object: row.object,
        version: row.version,
        baseline_version: row.baseline,
        fingerprint: row.fingerprint,
        seen_at: row.seen_at.toISOString(),
        shape: row.document as Record<string, Json>,
        mapped_to: mapped.filter(({ object }) => object === row.object).map(({ entity }) => entity),
        versions: versions
          .filter(({ object }) => object === row.object)
          .map(({ version, fingerprint, seen_at }) => ({
            version,
            fingerprint,
            seen_at: seen_at.toISOString(),
          })),
        changes: changes.filter(({ object }) => object === row.object).map(changeView),
        ticket: ticket === undefined ? null : driftView(ticket),
      };
    });
    return { status: 200, body: { data, page } };
  },
});
