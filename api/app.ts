import cors from 'cors';
import express from 'express';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { Fault } from '../domain/faults.ts';
import type { Deps } from './deps.ts';
import { docsPages } from './docs-pages.ts';
import type { Endpoint } from './endpoint.ts';
import { createAuthenticate } from './gateway/authenticate.ts';
import { neverStored } from './gateway/never-stored.ts';
import { sendProblem } from './gateway/problem.ts';
import { requestState } from './gateway/request-state.ts';
import { apiHeaders } from './gateway/security-headers.ts';
import { serve } from './gateway/serve.ts';
import { traceRequests } from './gateway/trace-requests.ts';
import { healthPages } from './health-pages.ts';
import type { Readiness } from './readiness.ts';
import { metricsPage } from './metrics-page.ts';
import { problemPages } from './problem-pages.ts';
import { routes } from './routes.ts';

export interface AppOptions {
  readonly deps: Deps;
  readonly readiness: Readiness;
  /** Answers whatever no route knows (the console); without it such addresses are 404 problems. */
  readonly console?: RequestHandler | undefined;
  /** The route table; tests add endpoints of their own. */
  readonly endpoints?: readonly Endpoint[];
}

/** Puts the door together: pages for machines, the five layers around every route, and the console behind them. */
export const createApp = ({ deps, readiness, console, endpoints = routes }: AppOptions): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.config.TRUSTED_PROXIES.length > 0 ? deps.config.TRUSTED_PROXIES : false);

  // A console that runs apart shows how the parts are.
  app.use('/readyz', corsFor(deps));
  app.use(healthPages(readiness));
  app.use(metricsPage(deps));
  app.use(traceRequests(deps.telemetry, deps.metrics, deps.logger));
  app.use(docsPages(endpoints, deps.config.publicUrl));
  app.use(problemPages());
  app.use(inheritedPaths);
  app.use('/api', apiHeaders, neverStored, corsFor(deps));
  mount(app, endpoints, deps);
  app.use('/api', notFound);
  app.use(console ?? notFound);
  app.use(answerError);
  return app;
};

const corsFor = ({ config }: Deps): RequestHandler =>
  cors({
    origin: [...config.CORS_ORIGINS],
    credentials: true,
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'Last-Event-ID',
      'traceparent',
      'X-Client',
    ],
    exposedHeaders: [
      'ETag',
      'Idempotency-Replayed',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'traceparent',
      'X-Request-Id',
    ],
    maxAge: 600,
  });

/** `/api/v1/aam/…` is the former name of `/api/v1/mesh/…`. */
const inheritedPaths = (request: Request, _response: Response, next: NextFunction): void => {
  if (request.url.startsWith('/api/v1/aam/'))
    request.url = request.url.replace('/api/v1/aam/', '/api/v1/mesh/');
  next();
};

const mount = (app: Express, endpoints: readonly Endpoint[], deps: Deps): void => {
  const authenticate = createAuthenticate(deps.tokens, deps.standings);
  const methodsByPath = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const handler = serve(endpoint, deps, authenticate);
    for (const path of [endpoint.path, ...endpoint.aliases]) {
      app[endpoint.method](path, handler);
      methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), endpoint.method.toUpperCase()]);
    }
  }
  for (const [path, methods] of methodsByPath) {
    app.all(path, (_request, response) => {
      response.setHeader('Allow', methods.join(', '));
      throw new Fault('method_not_allowed', `This address takes ${methods.join(', ')}`);
    });
  }
};

const notFound = (request: Request): never => {
  throw new Fault('not_found', `There is no ${request.method} ${request.baseUrl}${request.path}`);
};

const answerError = (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
  const { traceId, logger } = requestState();
  sendProblem(response, error, { instance: request.originalUrl.split('?')[0] ?? '/', traceId, logger });
};
