import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { viewNames } from '../../../domain/dcl/views.ts';
import { exportView } from '../../../platform/duckdb/query/export-view.ts';
import { exportQuery, viewParams } from '../../contract/dcl.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { generationToRead } from './query-or-rebuild.ts';

const contentTypes = { csv: 'text/csv; charset=utf-8', parquet: 'application/vnd.apache.parquet' } as const;

export const getExport = detachedEndpoint({
  id: 'exportView',
  method: 'get',
  path: '/dcl/export/:entity',
  tag: 'dcl',
  summary: 'A whole view as CSV or Parquet',
  description:
    'In CSV a text that a spreadsheet would take for a formula stands behind an apostrophe; Parquet has the texts as they are.',
  role: 'viewer',
  params: viewParams,
  query: exportQuery,
  replies: {
    200: {
      contentType: 'application/octet-stream',
      description: 'text/csv, or application/vnd.apache.parquet',
    },
  },
  handle: async ({ params: { entity }, query, caller, inTenant, traceId }, deps) => {
    const { generation, path } = await generationToRead(
      deps,
      { caller, inTenant, traceId },
      query.generation,
    );
    const file = await exportView(path, entity, query.format);
    const name = `${viewNames[entity]}.${generation.generation}.${query.format}`;
    return {
      status: 200,
      headers: {
        'Content-Type': contentTypes[query.format],
        'Content-Disposition': `attachment; filename="${name}"`,
      },
      send: async (response) => {
        try {
          await pipeline(createReadStream(file), response);
        } finally {
          await rm(file, { force: true });
        }
      },
    };
  },
});
