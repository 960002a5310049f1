import type { z } from 'zod';
import { Fault, faults, isFault } from '../../../domain/faults.ts';
import type { FaultCode } from '../../../domain/faults.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { appendAudit } from '../../../platform/database/repositories/audit.ts';
import { setConnectionStatus } from '../../../platform/database/repositories/connections.ts';
import type { Connection } from '../../../platform/database/repositories/connections.ts';
import { takeOAuthState } from '../../../platform/database/repositories/oauth-states.ts';
import { findUser } from '../../../platform/database/repositories/users.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { oauthCallbackQuery, oauthParams } from '../../contract/connections.ts';
import type { Deps } from '../../deps.ts';
import type { PublicCall } from '../../endpoint.ts';
import { publicEndpoint } from '../../endpoint.ts';
import { readToken } from '../../identity/opaque-tokens.ts';
import { checkCredentials } from './check-settings.ts';
import { writeCredentials } from './credentials.ts';
import { existingConnection } from './existing-connection.ts';
import { flowContext, flowSecrets, isSameBrowser, loginUrlOf, oauthOf, redirectUriOf } from './oauth-flow.ts';

type CallbackCall = PublicCall<typeof oauthParams, typeof oauthCallbackQuery>;

/** The browser comes back from the source without our bearer token: the state says who began, and for which connection. */
export const getOAuthCallback = publicEndpoint({
  id: 'finishOAuth',
  method: 'get',
  path: '/connections/oauth/:system/callback',
  tag: 'connections',
  summary: 'Where a source sends the user back to; goes on to the console',
  params: oauthParams,
  query: oauthCallbackQuery,
  replies: {
    303: {
      contentType: 'text/plain; charset=utf-8',
      description: 'To the console, which says what came of it',
    },
  },
  handle: async (call, deps) => {
    const token = readToken(call.query.state);
    if (token === undefined) throw unknownFlow();
    const flow = await beginExchange(call, deps, token);
    const problem = await exchange(call, deps, token.tenant, flow).then(
      () => undefined,
      (error: unknown) => {
        if (!isFault(error) || faults[error.code].status === 503) throw error;
        return error.code;
      },
    );
    await audit(call, deps, token.tenant, { flow, problem });
    return {
      status: 303,
      headers: { Location: consoleUrl(deps, flow, problem) },
      send: (response) => void response.end(),
    };
  },
});

const unknownFlow = (): Fault =>
  new Fault(
    'unauthenticated',
    'This sign-in has expired or was used already, or began in another browser; start it again',
  );

interface Flow {
  readonly userId: string;
  readonly connection: Connection;
  readonly secrets: z.output<typeof flowSecrets>;
}

/** Uses the state up and checks who it belongs to: the same browser, an admin still, a connection that still exists. */
const beginExchange = (
  { request, params }: CallbackCall,
  deps: Deps,
  token: { readonly tenant: TenantId; readonly hash: Buffer },
): Promise<Flow> =>
  withTenant(deps.pools.app, token.tenant, async (transaction) => {
    const state = await takeOAuthState(transaction, token.hash);
    if (state === undefined) throw unknownFlow();
    const secrets = flowSecrets.parse(await deps.secrets.openJson(transaction, flowContext, state.sealed));
    if (!isSameBrowser(request, secrets.browser)) throw unknownFlow();
    const user = await findUser(transaction, state.userId);
    if (user === undefined || user.disabled_at !== null || user.role !== 'admin') throw unknownFlow();
    const connection = await existingConnection(transaction, state.connectionId);
    if (connection.system !== params.system) throw unknownFlow();
    return { userId: state.userId, connection, secrets };
  });

/** Trades the code for tokens outside of any transaction, then stores them encrypted. */
const exchange = async (
  { query, params, traceId }: CallbackCall,
  deps: Deps,
  tenant: TenantId,
  { connection, secrets }: Flow,
): Promise<void> => {
  if (query.code === undefined)
    throw new Fault('source_auth_failed', 'The user, or the source, did not consent');
  const oauth = await oauthOf(params.system).load();
  const { codeVerifier, clientId, clientSecret } = secrets;
  const app = {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    loginUrl: loginUrlOf(connection.config),
    redirectUri: redirectUriOf(deps.config, params.system),
    egressAllow: deps.config.EGRESS_ALLOW,
  };
  const tokens = await oauth.exchangeCode(app, query.code, codeVerifier);
  await withTenant(deps.pools.app, tenant, async (transaction) => {
    const { connection_id: id } = await existingConnection(
      transaction,
      connection.connection_id,
      'for update',
    );
    await writeCredentials(transaction, id, deps, checkCredentials(params.system, tokens));
    await setConnectionStatus(transaction, id, { status: 'active', reason: null, traceId });
  });
};

const audit = async (
  { request, traceId }: CallbackCall,
  deps: Deps,
  tenant: TenantId,
  { flow, problem }: { readonly flow: Flow; readonly problem: FaultCode | undefined },
): Promise<void> => {
  await withTenant(deps.pools.app, tenant, (transaction) =>
    appendAudit(transaction, {
      actor: flow.userId,
      action: 'finishOAuth',
      subject: `connection:${flow.connection.connection_id}`,
      before: null,
      after: null,
      status: problem === undefined ? 303 : faults[problem].status,
      ip: request.ip ?? null,
      traceId,
    }),
  );
};

const consoleUrl = ({ config }: Deps, { connection }: Flow, problem: FaultCode | undefined): string => {
  const url = new URL(`/connections/${connection.connection_id}`, config.publicUrl);
  url.searchParams.set('oauth', problem ?? 'connected');
  return url.toString();
};
