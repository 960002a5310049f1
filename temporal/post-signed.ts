import { createHmac } from 'node:crypto';
import type { Config } from '../platform/config.ts';
import { guardedFetch } from '../platform/http-guard.ts';

const timeoutMs = 10_000;

export interface Message {
  /** The same at each attempt, so that a receiver can tell a repeat. */
  readonly id: string;
  readonly body: string;
}

/** The signature of Standard Webhooks: `v1,<base64>` of HMAC-SHA256 over `id.timestamp.body`; timestamp in seconds since 1970. */
export const signMessage = (key: Buffer, { id, body }: Message, timestamp: string): string =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/**
 * Posts JSON to an address that a tenant named, signed where there is a key; answers the HTTP status. Throws as guardedFetch:
 * `egress_refused` for an address that must not be reached, `source_unreachable` where nobody answers in time.
 */
export const postSigned = async (
  { EGRESS_ALLOW }: Pick<Config, 'EGRESS_ALLOW'>,
  url: string,
  message: Message,
  key: Buffer | null,
): Promise<number> => {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const { status } = await guardedFetch(
    url,
    { egressAllow: EGRESS_ALLOW },
    {
      method: 'POST',
      body: message.body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': timestamp,
        ...(key === null ? {} : { 'webhook-signature': signMessage(key, message, timestamp) }),
      },
      timeoutMs,
      maxRedirects: 0,
      maxBytes: 64 << 10,
    },
  );
  return status;
};
