import { Fault } from '../../../domain/faults.ts';
import { compareFields } from '../../../domain/schema/compare-fields.ts';
import type { SourceObject } from '../../../domain/schema/types.ts';
import { shapeVersion } from '../../../platform/database/repositories/object-schemas.ts';
import type { ShapeVersion } from '../../../platform/database/repositories/object-schemas.ts';
import { connectionParams, schemaComparison, schemaComparisonQuery } from '../../contract/connections.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from './existing-connection.ts';

export const getSchemaComparison = endpoint({
  id: 'compareSchemas',
  method: 'get',
  path: '/connections/:connection_id/schemas/compare',
  tag: 'connections',
  summary: 'Two versions of an object side by side, field by field',
  role: 'viewer',
  params: connectionParams,
  query: schemaComparisonQuery,
  replies: { 200: schemaComparison },
  handle: async ({ params, query: { object, from, to }, transaction }) => {
    const { connection_id: id } = await existingConnection(transaction, params.connection_id);
    const read = async (version: number): Promise<ShapeVersion> => {
      const found = await shapeVersion(transaction, id, object, version);
      if (found === undefined)
        throw new Fault('not_found', `There is no version ${version} of ${object}; GET schemas lists them`);
      return found;
    };
    const before = await read(from);
    const after = await read(to);
    const fields = [...compareFields(shapeOf(before), shapeOf(after))];
    return { status: 200, body: { object, from: stamp(before), to: stamp(after), fields } };
  },
});

const shapeOf = ({ document }: ShapeVersion): SourceObject => document as unknown as SourceObject;

const stamp = ({ version, fingerprint, seen_at: at }: ShapeVersion) => ({
  version,
  fingerprint,
  seen_at: at.toISOString(),
});
