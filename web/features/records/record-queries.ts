import { answerOf, api } from '../../lib/api-client';
import type { Entity } from './record-words';

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
