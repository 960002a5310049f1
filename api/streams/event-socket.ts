import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { isFault } from '../../domain/faults.ts';
import { userId } from '../../domain/ids.ts';
import { useTicket } from '../../platform/database/repositories/stream-tickets.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { eventStreamQuery } from '../contract/events.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from '../gateway/access-tokens.ts';
import { addressReader } from '../gateway/address-of.ts';
import { addressBucket } from '../gateway/limit-rate.ts';
import { statusOf } from '../gateway/problem.ts';
import { readToken } from '../identity/opaque-tokens.ts';
import { socketOutlet } from './socket-outlet.ts';
import { typeChoiceOf } from './type-choice.ts';
import { watchStanding } from './watch-standing.ts';

export const eventSocketPath = '/api/v1/events/ws';
/** The same stream for those who watch golden records: without a choice of types it sends theirs alone. */
const dclSocketPaths: ReadonlySet<string> = new Set(['/dcl/ws', '/api/v1/dcl/ws']);
const dclTypes = 'dcl.*,golden.*';

const query = eventStreamQuery.extend({ ticket: z.string().min(1).max(200) });
type Query = z.output<typeof query>;

/** Whether a request asks for one of the addresses that are served as WebSockets; the others speak HTTP alone. */
export const isEventSocket = (request: IncomingMessage): boolean => {
  const path = pathOf(request);
  return path === eventSocketPath || dclSocketPaths.has(path);
};

/** What stands before the query, whatever it is: not every request target is a URL. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

/** What clients send is not read; more than this is refused by the protocol. */
const maxPayload = 1_024;

/**
 * Serves WebSockets at /api/v1/events/ws and /dcl/ws: a browser cannot send a bearer token with one, so a ticket that works once stands
 * for it. Answers how to end all sockets.
 */
export const attachEventSocket = (server: Server, deps: Deps): (() => void) => {
  const addressOf = addressReader(deps.config);
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    if (!isEventSocket(request)) return;
    duplex.on('error', () => undefined);
    admit(request, addressOf(request), deps).then(
      ({ caller, asked }) => {
        sockets.handleUpgrade(request, duplex, head, (socket) => {
          converse(socket, caller, asked, deps);
        });
      },
      (error: unknown) => {
        const status = error instanceof Refused ? error.status : isFault(error) ? statusOf(error) : 500;
        duplex.end(
          `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
      },
    );
  });
  return () => {
    sockets.close();
  };
};

class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(STATUS_CODES[status]);
    this.status = status;
  }
}

/** Checks address, origin, query, ticket and user, in this order; the ticket is used up by that. */
const admit = async (
  request: IncomingMessage,
  address: string,
  deps: Deps,
): Promise<{ readonly caller: Caller; readonly asked: Query }> => {
  const { allowed } = await deps.limits.consume(addressBucket(address, deps.config));
  if (!allowed) throw new Refused(429);
  if (!isOurs(request, deps)) throw new Refused(403);
  const asked = query.safeParse(parametersOf(request));
  if (!asked.success) throw new Refused(422);
  const ticket = readToken(asked.data.ticket);
  if (ticket === undefined) throw new Refused(401);
  const user = await withTenant(deps.pools.app, ticket.tenant, (transaction) =>
    useTicket(transaction, ticket.hash),
  );
  if (user === undefined) throw new Refused(401);
  const claimed: Caller = {
    tenantId: ticket.tenant,
    userId: userId(user),
    role: 'viewer',
    client: 'program',
  };
  const standing = await deps.standings.of(claimed);
  if (standing === undefined) throw new Refused(401);
  return { caller: { ...claimed, role: standing.role }, asked: asked.data };
};

const parametersOf = (request: IncomingMessage): Record<string, string> => {
  const path = pathOf(request);
  const given = Object.fromEntries(new URLSearchParams(request.url?.slice(path.length)));
  return dclSocketPaths.has(path) ? { types: dclTypes, ...given } : given;
};

/** Browsers always name the page's origin; programs name none, and their ticket is proof enough. */
const isOurs = (request: IncomingMessage, { config }: Deps): boolean => {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (origin === new URL(config.publicUrl).origin || config.CORS_ORIGINS.includes(origin)) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
};

const tryAgainLater = 1013;

const converse = (socket: WebSocket, caller: Caller, asked: Query, deps: Deps): void => {
  socket.on('error', () => undefined);
  const outlet = socketOutlet(socket);
  const stopWatching = watchStanding(deps.standings, caller, () => {
    outlet.end();
  });
  const opened = deps.events.open(caller.tenantId, {
    outlet,
    types: typeChoiceOf(asked.types),
    after: asked.after,
  });
  opened.catch(() => {
    socket.close(tryAgainLater);
  });
  socket.on('close', () => {
    stopWatching();
    opened.then(
      (reader) => {
        deps.events.close(caller.tenantId, reader);
      },
      () => undefined,
    );
  });
};
