/** jsforce's HTTP layer, replaced by ours: guarded addresses, bounded time and size, retries with backoff. */
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import type { HttpRequest, HttpResponse } from 'jsforce';
import { Transport } from 'jsforce/lib/transport.js';
import type { Dispatcher } from 'undici';
import { Fault, isFault } from '../../domain/faults.ts';
import { guardedFetch } from '../../platform/http-guard.ts';
import type { Egress, GuardedResponse } from '../../platform/http-guard.ts';
import { withExactNumbers } from './exact-numbers.ts';

/** API requests of the last 24 hours and their limit, as the last answer told. */
export interface ApiUsage {
  readonly used: number;
  readonly limit: number;
}

export interface TransportOptions {
  readonly egress: Egress;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onUsage: (usage: ApiUsage) => void;
}

const attempts = 4;
const firstDelayMs = 250;
/** A source that asks for a longer pause gets it, but from the caller's own retry, not inside a request. */
const longestPauseMs = 5000;
/** A page of 2,000 wide records stays far below. */
const maxBytes = 64 * 1024 * 1024;
const passing = new Set([429, 500, 502, 503, 504]);
/** Statuses that say that nothing was done, so that even a create may be sent again. */
const untouched = new Set([429, 503]);

/** Seconds of a Retry-After header (delay or date); undefined when it says nothing usable. */
export const retryAfterSeconds = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
};

const isLimit = ({ status, body }: GuardedResponse): boolean =>
  status === 429 || (status === 403 && body.includes('REQUEST_LIMIT_EXCEEDED'));

const givenUp = (answer: GuardedResponse, pause: number | undefined): Fault => {
  const { host } = new URL(answer.url);
  if (isLimit(answer)) {
    const retry = { retryAfterSeconds: pause ?? 900 };
    return new Fault('source_rate_limited', `${host} has no API requests left for us now.`, retry);
  }
  const code = answer.status === 500 ? 'source_protocol' : 'source_unreachable';
  return new Fault(code, `${host} answers with status ${answer.status}.`, { retryAfterSeconds: pause });
};

const usageOf = (headers: Headers): ApiUsage | undefined => {
  const found = /api-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '');
  return found === null ? undefined : { used: Number(found[1]), limit: Number(found[2]) };
};

const exchange = (request: HttpRequest, options: TransportOptions): Promise<GuardedResponse> => {
  const { body } = request;
  if (body !== undefined && body !== null && typeof body !== 'string') {
    throw new TypeError('only text bodies are sent to Salesforce');
  }
  const { 'content-length': _counted, ...headers } = request.headers ?? {};
  return guardedFetch(request.url, options.egress, {
    method: request.method,
    headers,
    ...(typeof body === 'string' ? { body } : {}),
    timeoutMs: options.timeoutMs,
    maxBytes,
    maxRedirects: 0,
    dispatcher: options.dispatcher,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
};

/** One try: an answer to hand on, or the fault it would end in and whether the request may be sent again. */
type Outcome =
  | { readonly answer: GuardedResponse }
  | { readonly fault: Fault; readonly again: boolean; readonly pauseMs: number | undefined };

/** A change that may have come through is not sent again: by then somebody else may have changed the record. */
const changing = new Set<string>(['POST', 'PATCH']);

const tryOnce = async (request: HttpRequest, options: TransportOptions): Promise<Outcome> => {
  const repeatable = !changing.has(request.method);
  try {
    const answer = await exchange(request, options);
    const usage = usageOf(answer.headers);
    if (usage !== undefined) options.onUsage(usage);
    const limited = isLimit(answer);
    if (!limited && !passing.has(answer.status)) return { answer };
    const pause = retryAfterSeconds(answer.headers.get('retry-after'), Date.now());
    const again = repeatable || limited || untouched.has(answer.status);
    return { fault: givenUp(answer, pause), again, pauseMs: pause === undefined ? undefined : pause * 1000 };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { fault: error, again: repeatable && error.code === 'source_unreachable', pauseMs: undefined };
  }
};

const pauseBefore = (attempt: number): number => firstDelayMs * 2 ** attempt * (0.5 + Math.random());

const send = async (request: HttpRequest, options: TransportOptions): Promise<GuardedResponse> => {
  for (let attempt = 0; ; attempt++) {
    options.signal?.throwIfAborted();
    const outcome = await tryOnce(request, options);
    if ('answer' in outcome) return outcome.answer;
    const pause = outcome.pauseMs ?? pauseBefore(attempt);
    if (!outcome.again || attempt + 1 === attempts || pause > longestPauseMs) throw outcome.fault;
    await sleep(pause, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
};

const handedOn = async (request: HttpRequest, options: TransportOptions): Promise<HttpResponse> => {
  const { status, headers, body, url } = await send(request, options);
  if (status >= 300 && status < 400) {
    throw new Fault(
      'source_protocol',
      `${new URL(url).host} redirects elsewhere. Enter the org's My Domain as login address.`,
    );
  }
  const isJson = (headers.get('content-type') ?? '').startsWith('application/json');
  if (status < 300 && body.length > 0 && !isJson) {
    throw new Fault(
      'source_protocol',
      `${new URL(url).host} answers something else than JSON. Check the login address.`,
    );
  }
  const text = body.toString('utf8');
  return {
    statusCode: status,
    headers: Object.fromEntries(headers),
    body: isJson ? withExactNumbers(text) : text,
  };
};

/** The transport of one jsforce connection; `signal` ends its requests with the signal's reason. */
export class GuardedTransport extends Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    super();
    this.#options = options;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    return StreamPromise.create(() => ({
      stream: new PassThrough(),
      promise: handedOn(request, this.#options),
    }));
  }
}
