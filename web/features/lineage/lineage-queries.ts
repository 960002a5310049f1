import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Node = Schemas['LineageNode'];
export type NodeKind = Schemas['LineageNodeKind'];
export type Trace = Schemas['Lineage'];
export type Impact = Schemas['Impact'];
export type Direction = 'up' | 'down' | 'both';

export const graphQuery = () =>
  queryOptions({
    queryKey: ['lineage', 'graph'],
    queryFn: () => answerOf(api.GET('/api/v1/dcl/graph')),
  });

export const ontologyQuery = () =>
  queryOptions({
    queryKey: ['lineage', 'ontology'],
    queryFn: () => answerOf(api.GET('/api/v1/dcl/ontology')),
  });

export const searchQuery = (q: string, kind: NodeKind | undefined) =>
  queryOptions({
    queryKey: ['lineage', 'search', q, kind],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/dcl/lineage/search', {
          params: { query: { q, ...(kind === undefined ? {} : { kind }) } },
        }),
      ),
  });

/** An id holds its kind before the first colon. */
export const kindOf = (id: string): NodeKind => id.slice(0, id.indexOf(':')) as NodeKind;

export const traceQuery = (id: string, direction: Direction) =>
  queryOptions({
    queryKey: ['lineage', 'trace', id, direction],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/dcl/lineage/{node_kind}/{node_id}', {
          params: {
            path: { node_kind: kindOf(id), node_id: id.slice(id.indexOf(':') + 1) },
            query: { direction, limit: 300 },
          },
        }),
      ),
  });

export const impactQuery = (subject: { readonly node: string } | { readonly repair_id: string }) =>
  queryOptions({
    queryKey: ['lineage', 'impact', subject],
    queryFn: () => answerOf(api.GET('/api/v1/dcl/impact', { params: { query: subject } })),
  });
