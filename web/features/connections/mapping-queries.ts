import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type MappingDetail = Schemas['MappingDetail'];
export type MappingVersion = Schemas['MappingVersion'];
export type MappingChange = Schemas['MappingDiff']['changes'][number];

export const mappingQuery = (id: string) =>
  queryOptions({
    queryKey: ['mappings', 'one', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/mesh/mappings/{mapping_id}', { params: { path: { mapping_id: id } } })),
  });

export const mappingVersions = (id: string, cursor: string | undefined) =>
  answerOf(
    api.GET('/api/v1/mesh/mappings/{mapping_id}/versions', {
      params: { path: { mapping_id: id }, query: cursor === undefined ? {} : { cursor } },
    }),
  );

/** One version with its document, which never changes. */
export const mappingVersionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['mapping version', id, version],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/mesh/mappings/{mapping_id}/versions/{version}', {
          params: { path: { mapping_id: id, version } },
        }),
      ),
    staleTime: Infinity,
  });

export const mappingDiffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['mapping diff', id, from, to],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/mesh/mappings/{mapping_id}/diff', {
          params: { path: { mapping_id: id }, query: { from, to } },
        }),
      ),
    staleTime: Infinity,
  });

/** What the stored records would become by this document; nothing is written. */
export const tryMapping = (id: string, document: string) =>
  answerOf(
    api.POST('/api/v1/mesh/mappings/{mapping_id}/dry-run', {
      params: { path: { mapping_id: id } },
      body: { document },
    }),
  );
