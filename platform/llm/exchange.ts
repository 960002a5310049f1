/** Answers are a few kilobytes; a server that sends more is not one that we asked. */
const mostBytes = 4 * 1024 * 1024;

/** One request to a provider: gives its SDK a `fetch` that keeps what the SDK does not hand on, and bounds the answer. */
export interface Exchange {
  readonly fetch: typeof fetch;
  /** The server's own word on when to come back, in milliseconds; undefined when it said none. */
  retryAfterMs(): number | undefined;
}

const millisecondsUntil = (header: string, now: number): number | undefined => {
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};

const bounded = (response: Response): Response => {
  if (response.body === null) return response;
  let bytes = 0;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > mostBytes) controller.error(new Error('the answer is too large'));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
};

export const createExchange = (): Exchange => {
  let retryAfter: number | undefined;
  return {
    fetch: async (input, init) => {
      // A redirect would carry the key to another host.
      const response = await fetch(input, { ...init, redirect: 'error' });
      const header = response.headers.get('retry-after');
      retryAfter = header === null ? undefined : millisecondsUntil(header, Date.now());
      return bounded(response);
    },
    retryAfterMs: () => retryAfter,
  };
};
