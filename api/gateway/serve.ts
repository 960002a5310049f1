import type { Request, RequestHandler, Response } from 'express';
import { Fault } from '../../domain/faults.ts';
import { readAsTenant } from '../../platform/database/read-as-tenant.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { mayAct } from '../contract/role.ts';
import type { Deps } from '../deps.ts';
import type { DetachedEndpoint, Endpoint, PublicEndpoint, TransactionEndpoint } from '../endpoint.ts';
import { renderReply, sendAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './access-tokens.ts';
import type { Authenticate, Identity } from './authenticate.ts';
import { auditMutation } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { addressBucket, bucketOf, limitRate } from './limit-rate.ts';
import { parseRequest } from './parse-request.ts';
import { faultOf, sendProblem, statusOf } from './problem.ts';
import { requestState } from './request-state.ts';
import { runMutation } from './run-mutation.ts';

/** The endpoint as an Express handler: all layers behind tracing, in their order, then the answer. Never rejects. */
export const serve = (endpoint: Endpoint, deps: Deps, authenticate: Authenticate): RequestHandler => {
  const answerTo =
    endpoint.runs === 'public' ? servePublic(endpoint, deps) : serveSignedIn(endpoint, deps, authenticate);
  return async (request, response) => {
    const state = requestState();
    state.route = endpoint.path;
    try {
      await sendAnswer(response, await answerTo(request, response));
    } catch (error) {
      sendProblem(response, error, { instance: request.path, traceId: state.traceId, logger: state.logger });
    }
  };
};

type AnswerTo = (request: Request, response: Response) => Promise<Answer>;

const servePublic =
  (endpoint: PublicEndpoint, deps: Deps): AnswerTo =>
  async (request, response) => {
    const { traceId, logger } = requestState();
    await limitRate(deps.limits, addressBucket(request.ip, deps.config), response);
    const input = await parseRequest(endpoint, request, response);
    const call = { ...input, traceId, logger, request, note: () => undefined };
    return renderReply(endpoint, await endpoint.handle(call as never, deps), deps.checkReplies);
  };

const serveSignedIn =
  (endpoint: TransactionEndpoint | DetachedEndpoint, deps: Deps, authenticate: Authenticate): AnswerTo =>
  async (request, response) => {
    const mutates = endpoint.method !== 'get';
    const identity = await authenticate(request, response);
    await limitRate(deps.limits, bucketOf(mutates, identity, deps.config), response);
    try {
      const exchange = await exchangeOf(endpoint, identity, request, response);
      return await (mutates ? runMutation(endpoint, exchange, deps) : runRead(endpoint, exchange, deps));
    } catch (error) {
      if (mutates) await auditFailure(endpoint, { caller: identity.caller, request, error }, deps);
      throw error;
    }
  };

const exchangeOf = async (
  endpoint: TransactionEndpoint | DetachedEndpoint,
  { caller }: Identity,
  request: Request,
  response: Response,
): Promise<Exchange> => {
  if (!mayAct(caller.role, endpoint.access)) {
    throw new Fault('forbidden', `This needs the role ${endpoint.access}; you have ${caller.role}`);
  }
  const { traceId, logger } = requestState();
  return { request, traceId, logger, caller, input: await parseRequest(endpoint, request, response) };
};

const runRead = async (
  endpoint: TransactionEndpoint | DetachedEndpoint,
  exchange: Exchange,
  deps: Deps,
): Promise<Answer> => {
  const { params, query, body } = exchange.input;
  const call = { ...exchange, params, query, body, note: () => undefined };
  const inTenant = <T>(work: (transaction: TenantTransaction) => Promise<T>): Promise<T> =>
    withTenant(deps.pools.app, exchange.caller.tenantId, work);
  const reply =
    endpoint.runs === 'transaction'
      ? await readAsTenant(deps.pools.app, exchange.caller.tenantId, (transaction) =>
          endpoint.handle({ ...call, transaction } as never, deps),
        )
      : await endpoint.handle({ ...call, inTenant } as never, deps);
  return renderReply(endpoint, reply, deps.checkReplies);
};

/** A mutation that got no transaction of its own, or whose transaction was lost, leaves its trace all the same. */
const auditFailure = async (
  endpoint: Endpoint,
  { caller, request, error }: { readonly caller: Caller; readonly request: Request; readonly error: unknown },
  deps: Deps,
): Promise<void> => {
  const { traceId, logger } = requestState();
  const status = statusOf(faultOf(error));
  await withTenant(deps.pools.app, caller.tenantId, (transaction) =>
    auditMutation(transaction, endpoint, { request, traceId, caller }, { status, note: {} }),
  ).catch((auditError: unknown) => {
    logger.error(
      { error: auditError, action: endpoint.id, status },
      'a failed mutation could not be audited',
    );
  });
};
