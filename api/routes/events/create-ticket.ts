import { addTicket } from '../../../platform/database/repositories/stream-tickets.ts';
import { ticketReply } from '../../contract/events.ts';
import { endpoint } from '../../endpoint.ts';
import { mintToken } from '../../identity/opaque-tokens.ts';
import { eventSocketPath } from '../../streams/event-socket.ts';

const lifetimeMs = 60_000;

export const postTicket = endpoint({
  id: 'createEventTicket',
  method: 'post',
  path: '/events/ticket',
  tag: 'events',
  summary: 'A ticket that opens one WebSocket within a minute',
  description:
    'A browser cannot send a bearer token with a WebSocket. `GET /api/v1/events/ws?ticket=…&after=…&types=…` sends the same events as `/events/stream`, as text messages.',
  role: 'viewer',
  replies: { 201: ticketReply },
  handle: async ({ caller, transaction }) => {
    const token = mintToken(caller.tenantId);
    const expiresAt = new Date(Date.now() + lifetimeMs);
    await addTicket(transaction, token.hash, { userId: caller.userId, role: caller.role, expiresAt });
    return {
      status: 201,
      body: {
        ticket: token.text,
        expires_at: expiresAt.toISOString(),
        url: `${eventSocketPath}?ticket=${encodeURIComponent(token.text)}`,
      },
    };
  },
});
