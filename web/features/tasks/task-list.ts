import { taskStates } from './task-state';
import { taskKinds } from './task-words';

/** What an address says of the list of tasks. */
export const taskFilter = (params: URLSearchParams) => ({
  state: taskStates.find((one) => one === params.get('state')),
  kind: taskKinds.find((one) => one === params.get('kind')),
  connection: params.get('connection') ?? '',
});

/** One page of them. */
export const tasksRequest = ({ state, kind, connection }: ReturnType<typeof taskFilter>, cursor?: string) =>
  [
    '/api/v1/tasks',
    {
      params: {
        query: {
          ...(state === undefined ? {} : { state }),
          ...(kind === undefined ? {} : { kind }),
          ...(connection === '' ? {} : { subject_kind: 'connection', subject_id: connection }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
    },
  ] as const;
