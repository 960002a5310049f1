import { statuses } from './connection-status';
import { systems } from './system-words';

/** What an address says of the list of connections. */
export const connectionFilter = (params: URLSearchParams) => ({
  system: systems.find((one) => one === params.get('system')),
  status: statuses.find((one) => one === params.get('status')),
});

/** One page of them. */
export const connectionsRequest = (
  { system, status }: ReturnType<typeof connectionFilter>,
  cursor?: string,
) =>
  [
    '/api/v1/connections',
    {
      params: {
        query: {
          ...(system === undefined ? {} : { system }),
          ...(status === undefined ? {} : { status }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      },
    },
  ] as const;
