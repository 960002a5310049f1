import { setTimeout as sleep } from 'node:timers/promises';
import { isFault } from '../domain/faults.ts';
import type { ApiClient } from './api-client.ts';

export interface StreamMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The messages of a text/event-stream body (WHATWG HTML, section 9.2.6), as far as our own server writes it. */
async function* parseEventStream(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = messageOf(block);
      if (message !== null) yield message;
    }
  }
}

/** Null for a comment. */
const messageOf = (block: string): StreamMessage | null => {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const data = field('data');
  return data === undefined ? null : { event: field('event') ?? 'message', id: field('id'), data };
};

/** Live events for ever: reconnects behind the last id when the stream ends or breaks. Throws what the API refuses. */
export async function* readEvents(
  api: ApiClient,
  query: string,
  signal: AbortSignal,
): AsyncGenerator<StreamMessage> {
  let last: string | undefined;
  let failures = 0;
  const stopped = (): boolean => signal.aborted;
  while (!stopped()) {
    try {
      const headers = last === undefined ? {} : { 'last-event-id': last };
      const answer = await api.open('GET', `/events/stream${query}`, undefined, { headers, signal });
      if (answer.body === null) return;
      for await (const message of parseEventStream(answer.body)) {
        failures = 0;
        last = message.id ?? last;
        yield message;
      }
    } catch (error) {
      if (stopped()) return;
      // The first connection must come to be; later ones are waited for.
      if (last === undefined || (isFault(error) && error.code !== 'source_unreachable')) throw error;
    }
    failures += 1;
    await sleep(Math.min(10_000, 250 * 2 ** failures), undefined, { signal }).catch(() => undefined);
  }
}
