/** A Salesforce org on loopback in the true wire format, for demos and tests; spoken to by the real jsforce. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { z } from 'zod';
import type { Json } from '../../../domain/json.ts';
import { AuthorizationServer } from './authorization-server.ts';
import type { OAuthClient } from './authorization-server.ts';
import { dataRoutes, supportedVersions } from './data-routes.ts';
import type { ApiUsage } from './data-routes.ts';
import { FaultPlan, faultSchema } from './fault-plan.ts';
import type { PlannedFault } from './fault-plan.ts';
import { mutateOrg } from './mutate.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { Org } from './org.ts';
import { recordId } from './record-id.ts';
import { SalesforceError } from './salesforce-error.ts';
import { keepSnapshots } from './snapshot-file.ts';

export interface SimulatorOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** JSON file that keeps the org over restarts; absent: memory only. */
  readonly dataFile?: string;
  /** Tells orgs apart: equal seeds give equal record ids. */
  readonly seed?: string;
  /** The connected app; made up when absent. */
  readonly client?: OAuthClient;
  readonly accessTokenSeconds?: number;
  readonly rotateRefreshTokens?: boolean;
  readonly dailyApiRequests?: number;
  readonly now?: () => Date;
}

export interface SalesforceSimulator {
  /** `http://127.0.0.1:port`: login address and instance address in one. */
  readonly url: string;
  /** `127.0.0.1:port`, for EGRESS_ALLOW. */
  readonly host: string;
  readonly client: OAuthClient;
  readonly usage: ApiUsage;
  /** A refresh token without the consent page. */
  issueRefreshToken(): string;
  /** Puts records as they are (ids, times); fields that the object lacks are added. Answers how many changed. */
  loadRecords(sobject: string, records: readonly Readonly<Record<string, Json>>[]): number;
  mutate(mutation: unknown): void;
  plan(fault: PlannedFault): void;
  clearFaults(): void;
  expireSessions(): void;
  expireQueries(): void;
  revokeAll(): void;
  close(): Promise<void>;
}

const noSession: RequestHandler = (_request, response) => {
  response.status(401).json([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
};

const faultHandler =
  (faults: FaultPlan, forgetQueries: () => void): RequestHandler =>
  async (request, response, next) => {
    const fault = faults.take(request.originalUrl);
    switch (fault?.kind) {
      case 'status':
        if (fault.retryAfterSeconds !== undefined)
          response.set('Retry-After', String(fault.retryAfterSeconds));
        response.status(fault.status).json([{ message: 'planned by a test', errorCode: fault.errorCode }]);
        return;
      case 'html':
        response.type('html').send('<html><body>Down for maintenance</body></html>');
        return;
      case 'truncate':
        response.set('content-length', '100000').type('json').write('{"totalSize":');
        request.socket.end();
        return;
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'slow':
        await sleep(fault.delayMs, undefined, { ref: false });
        next();
        return;
      case 'invalid_locator':
        forgetQueries();
        next();
        return;
      case undefined:
        next();
    }
  };

const countUsage =
  (usage: ApiUsage): RequestHandler =>
  (_request, response, next) => {
    usage.used++;
    response.set('Sforce-Limit-Info', `api-usage=${usage.used}/${usage.limit}`);
    if (usage.used > usage.limit)
      throw new SalesforceError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    next();
  };

const answerErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  if (error instanceof SalesforceError) {
    const { message, errorCode, fields, status } = error;
    response.status(status).json([{ message, errorCode, fields }]);
    return;
  }
  const clientFault = error instanceof z.ZodError || error instanceof SyntaxError;
  const [status, errorCode] = clientFault ? [400, 'JSON_PARSER_ERROR'] : [500, 'UNKNOWN_EXCEPTION'];
  response.status(status).json([{ message: error instanceof Error ? error.message : 'unknown', errorCode }]);
};

interface Parts {
  readonly org: Org;
  readonly authorization: AuthorizationServer;
  readonly faults: FaultPlan;
  readonly usage: ApiUsage;
}

/** Mutations and planned faults over HTTP, for a simulator in another process; asks for a session like the data API. */
const adminRoutes = ({ org, faults, authorization }: Parts): express.Router => {
  const router = express.Router();
  router.post('/mutate', (request, response) => {
    mutateOrg(org, request.body);
    response.json({ success: true });
  });
  router.post('/faults', (request, response) => {
    faults.add(faultSchema.parse(request.body));
    response.json({ success: true });
  });
  router.post('/expire-sessions', (_request, response) => {
    authorization.expireSessions();
    response.json({ success: true });
  });
  return router;
};

const application = (parts: Parts, url: () => string): { app: Express; forgetQueries: () => void } => {
  const { org, authorization, faults, usage } = parts;
  const app = express();
  const { router, forgetQueries } = dataRoutes(org, usage);
  const session: RequestHandler = (request, response, next) => {
    const token = (request.get('authorization') ?? '').replace(/^(Bearer|OAuth) /, '');
    if (authorization.isOpen(token)) next();
    else void noSession(request, response, next);
  };
  app.disable('x-powered-by');
  app.use(express.urlencoded({ extended: false }));
  app.use(express.json({ limit: '100mb' }));
  app.get('/simulator', (_request, response) => {
    response.json({ simulator: 'salesforce' });
  });
  app.use('/simulator', session, adminRoutes(parts));
  app.use(faultHandler(faults, forgetQueries));
  app.use(oauthRoutes(authorization, url));
  app.get('/services/data', (_request, response) => {
    response.json(supportedVersions);
  });
  app.use('/services/data/:version', session, countUsage(usage), router);
  app.use(() => {
    throw new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist');
  });
  app.use(answerErrors);
  return { app, forgetQueries };
};

const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
};

const assemble = (options: SimulatorOptions): Parts => {
  const digest = createHash('sha256')
    .update(options.seed ?? 'simulator')
    .digest('hex');
  const instance = digest.slice(0, 2).toUpperCase();
  const now = options.now ?? (() => new Date());
  const client = options.client ?? {
    id: `3MVG9${digest.slice(0, 24)}`,
    secret: randomBytes(32).toString('hex'),
  };
  const authorization = new AuthorizationServer({
    client,
    accessTokenSeconds: options.accessTokenSeconds ?? 7200,
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    organizationId: recordId('00D', instance, 1),
    userId: recordId('005', instance, 0),
    now,
  });
  const usage = { updates: 0, used: 0, limit: options.dailyApiRequests ?? 100_000 };
  return { org: new Org(instance, now), authorization, faults: new FaultPlan(), usage };
};

/** Starts a simulator on loopback; an error of the port or of the data file is thrown. */
export const startSalesforceSimulator = async (
  options: SimulatorOptions = {},
): Promise<SalesforceSimulator> => {
  const parts = assemble(options);
  const { org, authorization, faults, usage } = parts;
  const snapshots = await keepSnapshots(options.dataFile, org, authorization);
  let port = 0;
  const { app, forgetQueries } = application(parts, () => `http://127.0.0.1:${port}`);
  const server = createServer(app);
  port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    client: authorization.settings.client,
    usage,
    issueRefreshToken: () => authorization.issueRefreshToken(),
    loadRecords: (sobject, records) => org.load(sobject, records),
    mutate: (mutation) => {
      mutateOrg(org, mutation);
    },
    plan: (fault) => {
      faults.add(fault);
    },
    clearFaults: () => {
      faults.clear();
    },
    expireSessions: () => {
      authorization.expireSessions();
    },
    expireQueries: forgetQueries,
    revokeAll: () => {
      authorization.revokeAll();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await snapshots.flush();
    },
  };
};
