import { parseMapping } from '../../../domain/mapping/parse.ts';
import { dryRun } from '../../../platform/database/repositories/dry-run.ts';
import { mappingDryRunBody, mappingParams } from '../../contract/mappings.ts';
import { repairPreview } from '../../contract/repairs.ts';
import { endpoint } from '../../endpoint.ts';
import { existingConnection } from '../connections/existing-connection.ts';
import { existingMapping, existingVersion } from './existing-mapping.ts';
import { passView } from './repair-view.ts';
import { refuseMisfit } from './write-version.ts';

export const postDryRun = endpoint({
  id: 'tryMapping',
  method: 'post',
  path: '/mesh/mappings/:mapping_id/dry-run',
  tag: 'mesh',
  summary: 'What a document, or another version, would make of the stored records',
  description:
    'Changes nothing and asks no source: how many records would change, and some of them before and after. At most 5,000 records are looked at: `done` is false where there are more.',
  role: 'operator',
  params: mappingParams,
  body: mappingDryRunBody,
  replies: { 200: repairPreview },
  handle: async ({ params, body, transaction, note }) => {
    const { key, row } = await existingMapping(transaction, params.mapping_id);
    note({ subject: { kind: 'mapping', id: params.mapping_id } });
    const document =
      'document' in body ? body.document : (await existingVersion(transaction, key, body.version)).document;
    const connection = await existingConnection(transaction, key.connectionId);
    const { object } = row;
    if ('document' in body)
      await refuseMisfit(transaction, { key, mapping: parseMapping(document), connection, object });
    return {
      status: 200,
      body: passView(await dryRun(transaction, { key, slug: connection.slug, object, document })),
    };
  },
});
