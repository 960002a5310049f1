import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

export type Node = Schemas['LineageNode'];
export type NodeKind = Schemas['LineageNodeKind'];
export type Trace = Schemas['Lineage'];
export type Impact = Schemas['Impact'];
export type Direction = 'up' | 'down' | 'both';

interface Tables {
  /** Slugs of the sources whose tables stand as one node, and of those whose stand apart though there are many. */
  readonly collapse: readonly string[];
  readonly expand: readonly string[];
}

const slugs = (params: URLSearchParams, name: string): readonly string[] =>
  (params.get(name) ?? '').split(',').filter((slug) => slug !== '');

/** What an address says of a graph's tables. */
export const tablesOf = (params: URLSearchParams): Tables => ({
  collapse: slugs(params, 'collapse'),
  expand: slugs(params, 'expand'),
});

export const graphRequest = ({ collapse, expand }: Tables) =>
  [
    '/api/v1/dcl/graph',
    {
      params: {
        query: {
          ...(collapse.length === 0 ? {} : { collapse: collapse.join(',') }),
          ...(expand.length === 0 ? {} : { expand: expand.join(',') }),
        },
      },
    },
  ] as const;

export const graphQuery = (tables: Tables = { collapse: [], expand: [] }) =>
  queryOptions({
    queryKey: ['lineage', 'graph', tables.collapse, tables.expand],
    queryFn: () => answerOf(api.GET(...graphRequest(tables))),
  });

export const ontologyRequest = ['/api/v1/dcl/ontology'] as const;

export const ontologyQuery = () =>
  queryOptions({
    queryKey: ['lineage', 'ontology'],
    queryFn: () => answerOf(api.GET(...ontologyRequest)),
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
const kindOf = (id: string): NodeKind => id.slice(0, id.indexOf(':')) as NodeKind;

/** The whole way from a source to an agent, and so the most that a trace can be asked for. */
export const mostSteps = 4;

export const traceQuery = (id: string, direction: Direction, steps = mostSteps) =>
  queryOptions({
    queryKey: ['lineage', 'trace', id, direction, steps],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/dcl/lineage/{node_kind}/{node_id}', {
          params: {
            path: { node_kind: kindOf(id), node_id: id.slice(id.indexOf(':') + 1) },
            query: { direction, steps, limit: 300 },
          },
        }),
      ),
  });

export const impactQuery = (subject: { readonly node: string } | { readonly repair_id: string }) =>
  queryOptions({
    queryKey: ['lineage', 'impact', subject],
    queryFn: () => answerOf(api.GET('/api/v1/dcl/impact', { params: { query: subject } })),
  });
