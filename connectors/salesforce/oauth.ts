/** "Connect with Salesforce": where to send the user, and what to make of the code that comes back. */
import { randomBytes } from 'node:crypto';
import { OAuth2 } from 'jsforce';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { guardedDispatcher } from '../../platform/http-guard.ts';
import { credentialsSchema, oauth } from './config.ts';
import { salesforceOrigin } from './salesforce-origin.ts';
import { parseTokens, storedCredentials } from './session.ts';
import { GuardedTransport } from './transport.ts';
import { vendorFault } from './vendor-fault.ts';

export interface ConnectedApp {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Exactly as registered with the connected app. */
  readonly redirectUri: string;
  readonly egressAllow: readonly string[];
}

/** RFC 7636 allows 43 to 128 characters; these are 86. */
const newVerifier = (): string => randomBytes(64).toString('base64url');

const client = (app: ConnectedApp): OAuth2 =>
  new OAuth2({
    loginUrl: salesforceOrigin(app.loginUrl, app.egressAllow),
    clientId: app.clientId,
    redirectUri: app.redirectUri,
    ...(app.clientSecret === undefined ? {} : { clientSecret: app.clientSecret }),
  });

/**
 * The address to send the user to. `state` must be bound to tenant and user by the caller; `codeVerifier` is kept (as a
 * secret) until the code comes back. The URL itself holds neither secret.
 */
export const authorizeUrl = (
  app: ConnectedApp,
  state: string,
): { readonly url: string; readonly codeVerifier: string } => {
  const codeVerifier = newVerifier();
  const oauth2 = client(app);
  oauth2.codeVerifier = codeVerifier;
  const url = oauth2.getAuthorizationUrl({
    scope: oauth.scopes.join(' '),
    state,
    code_challenge_method: oauth.pkce,
  });
  return { url, codeVerifier };
};

/**
 * Exchanges the code of the callback for tokens, in the form that a connection stores encrypted.
 * @throws Fault `source_auth_failed` for a code that is expired, used or not ours; `egress_refused`, `source_unreachable`.
 */
export const exchangeCode = async (
  app: ConnectedApp,
  code: string,
  codeVerifier: string,
): Promise<Readonly<Record<string, Json>>> => {
  const oauth2 = client(app);
  oauth2.codeVerifier = codeVerifier;
  const egress = { egressAllow: app.egressAllow };
  const dispatcher = guardedDispatcher(egress);
  oauth2._transport = new GuardedTransport({
    egress,
    dispatcher,
    timeoutMs: 30_000,
    onUsage: () => undefined,
  });
  try {
    const tokens = parseTokens(await oauth2.requestToken(code));
    if (tokens.refresh_token === undefined) {
      const detail =
        'Salesforce gave no refresh token. Allow the scope "refresh_token" in the connected app.';
      throw new Fault('source_config_invalid', detail);
    }
    const credentials = credentialsSchema.parse({
      grant: 'refresh_token',
      clientId: app.clientId,
      ...(app.clientSecret === undefined ? {} : { clientSecret: app.clientSecret }),
      refreshToken: tokens.refresh_token,
      accessToken: tokens.access_token,
      instanceUrl: salesforceOrigin(tokens.instance_url, app.egressAllow),
    });
    return storedCredentials(credentials);
  } catch (error) {
    throw vendorFault(error, 'sign-in');
  } finally {
    await dispatcher.destroy();
  }
};
