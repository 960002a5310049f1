import { answerOf, api } from '../../lib/api-client';
import type { Schemas } from '../../lib/api-client';

/** Sends this browser to the source's consent page; it comes back to the connection's page. */
export const startConsent = async (
  system: Schemas['System'],
  connectionId: string,
  app: { readonly clientId: string; readonly clientSecret: string },
): Promise<void> => {
  const { authorize_url } = await answerOf(
    api.POST('/api/v1/connections/oauth/{system}/start', {
      params: { path: { system } },
      body: {
        connection_id: connectionId,
        ...(app.clientId === '' ? {} : { client_id: app.clientId }),
        ...(app.clientSecret === '' ? {} : { client_secret: app.clientSecret }),
      },
    }),
  );
  location.assign(authorize_url);
};
