import { Fault } from '../../../domain/faults.ts';
import { emptyRate } from '../../../domain/profile/profile.ts';
import { shapesOf } from '../../../domain/profile/shapes.ts';
import { newestMeasure } from '../../../platform/database/repositories/field-profiles.ts';
import { findNewestShape } from '../../../platform/database/repositories/object-schemas.ts';
import { sourceValues, sourceValuesQuery } from '../../contract/ontology.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';

export const getSourceValues = endpoint({
  id: 'getSourceValues',
  method: 'get',
  path: '/dcl/ontology/sources/values',
  tag: 'dcl',
  summary: "How full a table's columns are and what their values look like, as its last read has measured it",
  role: 'viewer',
  query: sourceValuesQuery,
  replies: { 200: sourceValues },
  handle: async ({ query: { connection_id: asked, object }, transaction }) => {
    const { connection_id } = await existingConnection(transaction, asked);
    if ((await findNewestShape(transaction, connection_id, object)) === undefined)
      throw new Fault('not_found', `The connection has no object ${object}`);
    const measure = await newestMeasure(transaction, connection_id, object);
    const body =
      measure === undefined
        ? { connection_id, object, measured: null, columns: [] }
        : {
            connection_id,
            object,
            measured: {
              at: measure.measuredAt.toISOString(),
              rows: measure.profile.rows,
              whole: measure.mode === 'full',
            },
            columns: Object.entries(measure.profile.fields).map(([name, field]) => ({
              name,
              empty_share: emptyRate(field),
              shapes: [...shapesOf(field)],
            })),
          };
    return { status: 200, body };
  },
});
