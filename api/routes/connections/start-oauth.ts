import { Fault } from '../../../domain/faults.ts';
import type { Json } from '../../../domain/json.ts';
import { addOAuthState } from '../../../platform/database/repositories/oauth-states.ts';
import { oauthParams, oauthStartBody, oauthStartReply } from '../../contract/connections.ts';
import { detachedEndpoint } from '../../endpoint.ts';
import { mintToken } from '../../identity/opaque-tokens.ts';
import { readCredentials } from './credentials.ts';
import { existingConnection } from './existing-connection.ts';
import {
  flowContext,
  flowLifetimeMs,
  loginUrlOf,
  newBrowserCookie,
  oauthOf,
  redirectUriOf,
} from './oauth-flow.ts';

/** The answer's cookie and address belong to one browser, so it is never kept for an Idempotency-Key beyond this flow. */
export const postOAuthStart = detachedEndpoint({
  id: 'startOAuth',
  method: 'post',
  path: '/connections/oauth/:system/start',
  tag: 'connections',
  summary: "Begin to connect, or reconnect, with the user's consent at the source",
  role: 'admin',
  params: oauthParams,
  body: oauthStartBody,
  replies: { 200: oauthStartReply },
  handle: async ({ params, body, caller, inTenant, note }, deps) => {
    const oauth = await oauthOf(params.system).load();
    const { config, stored } = await inTenant(async (transaction) => {
      const row = await existingConnection(transaction, body.connection_id);
      if (row.system !== params.system)
        throw new Fault('conflict', `The connection is one to ${row.system}, not to ${params.system}`);
      return { config: row.config, stored: await readCredentials(transaction, row.connection_id, deps) };
    });
    const app = appOf(body, stored);
    const state = mintToken(caller.tenantId);
    const { url, codeVerifier } = oauth.authorizeUrl(
      {
        ...app,
        loginUrl: loginUrlOf(config),
        redirectUri: redirectUriOf(deps.config, params.system),
        egressAllow: deps.config.EGRESS_ALLOW,
      },
      state.text,
    );
    const browser = newBrowserCookie(deps.config);
    const expiresAt = new Date(Date.now() + flowLifetimeMs);
    await inTenant(async (transaction) => {
      const secrets = { ...app, codeVerifier, browser: browser.hash };
      const sealed = await deps.secrets.sealJson(transaction, flowContext, secrets);
      const { connection_id: connectionId } = body;
      await addOAuthState(transaction, state.hash, {
        userId: caller.userId,
        connectionId,
        sealed,
        expiresAt,
      });
    });
    note({ subject: { kind: 'connection', id: body.connection_id } });
    return {
      status: 200,
      headers: { 'Set-Cookie': browser.cookie },
      body: { authorize_url: url, expires_at: expiresAt.toISOString() },
    };
  },
});

/** The connected app: as given, or as stored at a reconnect. Another client id never meets the stored secret. */
const appOf = (
  body: { readonly client_id?: string | undefined; readonly client_secret?: string | undefined },
  stored: Readonly<Record<string, Json>>,
): { readonly clientId: string; readonly clientSecret?: string } => {
  const storedId = typeof stored['clientId'] === 'string' ? stored['clientId'] : undefined;
  const storedSecret = typeof stored['clientSecret'] === 'string' ? stored['clientSecret'] : undefined;
  const clientId = body.client_id ?? storedId;
  if (clientId === undefined) {
    throw new Fault('validation_failed', 'Correct the body as `errors` says', {
      errors: [
        { pointer: '/client_id', code: 'required', message: 'Give the consumer key of the connected app' },
      ],
    });
  }
  const clientSecret = body.client_secret ?? (clientId === storedId ? storedSecret : undefined);
  return { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
};
