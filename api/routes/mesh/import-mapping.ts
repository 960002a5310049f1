import { parseMapping } from '../../../domain/mapping/parse.ts';
import { streamName } from '../../../domain/record-keys.ts';
import { streamOfObject } from '../../../platform/database/repositories/mapping-history.ts';
import { mappingImportBody, mappingWritten } from '../../contract/mappings.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';
import { writeVersion } from './write-version.ts';

export const postMapping = endpoint({
  id: 'importMapping',
  method: 'post',
  path: '/mesh/mappings',
  tag: 'mesh',
  summary: 'Import a mapping: the first one of an object, or the next version of what its document names',
  role: 'operator',
  body: mappingImportBody,
  replies: { 201: mappingWritten },
  handle: async ({ body, caller, transaction, traceId, note }) => {
    const connection = await existingConnection(transaction, body.connection_id);
    const mapping = parseMapping(body.document);
    const stream =
      (await streamOfObject(transaction, connection.connection_id, mapping.object)) ??
      streamName(mapping.object);
    const written = await writeVersion(transaction, {
      connection,
      key: { connectionId: connection.connection_id, stream, entity: mapping.entity },
      object: mapping.object,
      document: body.document,
      mapping,
      reason: body.reason,
      expected: body.expected_version,
      replay: body.replay,
      userId: caller.userId,
      traceId,
    });
    note({
      subject: { kind: 'mapping', id: written.mapping_id },
      after: { version: written.version, document: body.document },
    });
    return {
      status: 201,
      headers: { Location: `/api/v1/mesh/mappings/${written.mapping_id}` },
      body: written,
    };
  },
});
