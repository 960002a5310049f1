import { answerOf, api } from '../../lib/api-client';
import { entityWords, isEntity } from './record-words';
import type { Entity } from './record-words';

/** What an address says of the list of records: whose, and the one value to find them by. */
export const recordFilter = (params: URLSearchParams) => {
  const asked = params.get('entity');
  return { entity: isEntity(asked) ? asked : 'account', wanted: params.get('find') ?? '' };
};

/** One page of an entity's golden records. */
export const recordsRequest = ({ entity, wanted }: ReturnType<typeof recordFilter>, cursor?: string) =>
  [
    '/api/v1/dcl/views/{entity}',
    {
      params: {
        path: { entity },
        query: {
          ...(wanted === '' ? {} : { [entityWords(entity).findBy]: wanted }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
    },
  ] as const;

export const dclStateQuery = () => ({
  queryKey: ['dcl', 'state'],
  queryFn: () => answerOf(api.GET('/api/v1/dcl/state')),
});

export const goldenQuery = (entity: Entity, id: string) => ({
  queryKey: ['dcl', 'record', entity, id],
  queryFn: () =>
    answerOf(
      api.GET('/api/v1/dcl/views/{entity}/{golden_id}', { params: { path: { entity, golden_id: id } } }),
    ),
});

export const explanationQuery = (entity: Entity, id: string) => ({
  queryKey: ['dcl', 'explanation', entity, id],
  queryFn: () =>
    answerOf(
      api.GET('/api/v1/dcl/views/{entity}/{golden_id}/explanation', {
        params: { path: { entity, golden_id: id } },
      }),
    ),
});
