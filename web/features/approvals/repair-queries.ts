import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';
import type { Edits } from './choices';
import { repairBands, repairStates } from './repair-words';

export interface RepairFilter {
  readonly state?: Schemas['RepairState'] | undefined;
  readonly band?: Schemas['RepairBand'] | undefined;
  readonly connection?: string | undefined;
  readonly ticket?: string | undefined;
}

/** What an address says of the list of repairs. */
export const repairFilter = (params: URLSearchParams) => ({
  state: repairStates.find((one) => one === params.get('state')),
  band: repairBands.find((one) => one === params.get('band')),
  connection: params.get('connection') ?? undefined,
});

/** One page of repairs, newest first. */
export const repairsRequest = ({ state, band, connection, ticket }: RepairFilter, cursor?: string) =>
  [
    '/api/v1/mesh/repairs',
    {
      params: {
        query: {
          ...(state === undefined ? {} : { state }),
          ...(band === undefined ? {} : { band }),
          ...(connection === undefined ? {} : { connection_id: connection }),
          ...(ticket === undefined ? {} : { drift_event_id: ticket }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
    },
  ] as const;

/** What a list of repairs shows first: those that wait, unless it shows another state. */
export const firstRepairs = ({ state = 'proposed', ...filter }: RepairFilter) =>
  repairsRequest({ ...filter, state });

export const loadRepairs = (filter: RepairFilter, cursor: string | undefined) =>
  answerOf(api.GET(...repairsRequest(filter, cursor)));

/** The repairs that wait for a decision now, as many as one answer holds: the queue that keys step through. */
export const waitingQuery = () =>
  queryOptions({
    queryKey: ['repairs', 'waiting'],
    queryFn: async () =>
      (
        await answerOf(
          api.GET('/api/v1/mesh/repairs', { params: { query: { state: 'proposed', limit: 200 } } }),
        )
      ).data,
  });

export const repairQuery = (id: string) =>
  queryOptions({
    queryKey: ['repair', id],
    queryFn: () =>
      answerOf(api.GET('/api/v1/mesh/repairs/{repair_id}', { params: { path: { repair_id: id } } })),
  });

/** What becomes of the stored records if these changes alone are approved; a question, though it is asked by POST. */
export const editedPreviewQuery = (
  { repair_id, digest }: Pick<Schemas['Repair'], 'repair_id' | 'digest'>,
  edits: Edits,
) =>
  queryOptions({
    queryKey: ['repair preview', repair_id, digest, edits],
    queryFn: () =>
      answerOf(
        api.POST('/api/v1/mesh/repairs/{repair_id}/preview', {
          params: { path: { repair_id } },
          body: { digest, edits },
        }),
      ),
    staleTime: 60_000,
  });
