import { randomBytes } from 'node:crypto';
import { tenantId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { appendEvent } from '../../platform/database/repositories/event-log.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TestApi } from './test-api.ts';
import type { TestUser } from './test-users.ts';

export interface Received {
  readonly event: string;
  readonly id: number | undefined;
  readonly data: Record<string, unknown>;
}

/** A client of the event stream that keeps what it gets. */
export interface StreamClient {
  readonly received: Received[];
  readonly comments: string[];
  /** Resolves when `test` holds of what was received, throws when the stream ends before; the suite's own timeout ends a wait in vain. */
  until(test: (received: readonly Received[]) => boolean): Promise<void>;
  /** Resolves when the server has ended or cut the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens /events/stream; throws with status and text when the answer is not 200. */
export const openStream = async (
  api: Pick<TestApi, 'url'>,
  user: Pick<TestUser, 'token'>,
  { query = '', lastEventId }: { readonly query?: string; readonly lastEventId?: number } = {},
): Promise<StreamClient> => {
  const abort = new AbortController();
  const response = await fetch(`${api.url}/api/v1/events/stream${query}`, {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${user.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  });
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status} ${await response.text()}`);
  const received: Received[] = [];
  const comments: string[] = [];
  let wake = (): void => undefined;
  let over = false;
  const consume = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks)
        if (block.startsWith(':')) comments.push(block);
        else received.push(parse(block));
      wake();
    }
  };
  const ended = consume(response.body as unknown as AsyncIterable<Uint8Array>)
    .catch(() => undefined)
    .then(() => {
      over = true;
      wake();
    });
  return {
    received,
    comments,
    ended,
    until: async (test) => {
      while (!test(received)) {
        if (over) throw new Error(`The stream ended after ${received.length} events`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => {
      abort.abort();
    },
  };
};

const parse = (block: string): Received => {
  const fields = new Map(
    block.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  const id = fields.get('id');
  return {
    event: fields.get('event') ?? '',
    id: id === undefined ? undefined : Number(id),
    data: JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>,
  };
};

type Data = Readonly<Record<string, Json>>;

/** Writes events as any part of the platform does, all in one transaction; answers the id of the last. */
export const writeEvents = (
  api: TestApi,
  user: Pick<TestUser, 'tenantId'>,
  type: string,
  each: readonly Data[],
): Promise<number> =>
  withTenant(api.deps.pools.app, tenantId(user.tenantId), async (transaction) => {
    let last = 0;
    for (const data of each)
      last = await appendEvent(transaction, {
        type,
        traceId: randomBytes(16).toString('hex'),
        subject: { kind: 'test', id: 'x' },
        data,
      });
    return last;
  });

/** Writes one event; answers its id. */
export const writeEvent = (
  api: TestApi,
  user: Pick<TestUser, 'tenantId'>,
  type: string,
  data: Data = {},
): Promise<number> => writeEvents(api, user, type, [data]);
