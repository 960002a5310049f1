import { parseMapping } from '../../../domain/mapping/parse.ts';
import { mappingParams, mappingVersionBody, mappingWritten } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';
import { expectedVersion } from '../expected-version.ts';
import { existingMapping } from './existing-mapping.ts';
import { writeVersion } from './write-version.ts';

export const postMappingVersion = endpoint({
  id: 'addMappingVersion',
  method: 'post',
  path: '/mesh/mappings/:mapping_id/versions',
  tag: 'mesh',
  summary: 'Write the next version of a mapping and make it the active one',
  description: 'Records read from now on follow it; a running ingest takes it up at its next batch.',
  role: 'operator',
  params: mappingParams,
  body: mappingVersionBody,
  replies: { 201: mappingWritten },
  handle: async ({ params, body, caller, transaction, traceId, request, note }) => {
    const { key, row } = await existingMapping(transaction, params.mapping_id);
    const written = await writeVersion(transaction, {
      connection: await existingConnection(transaction, key.connectionId),
      key,
      object: row.object,
      document: body.document,
      mapping: parseMapping(body.document),
      reason: body.reason,
      expected: expectedVersion(request, body.expected_version),
      replay: body.replay,
      userId: caller.userId,
      traceId,
    });
    note({
      subject: { kind: 'mapping', id: params.mapping_id },
      before: { version: row.version, document: row.document },
      after: { version: written.version, document: body.document },
    });
    return { status: 201, body: written };
  },
});
