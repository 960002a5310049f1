import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Fault, faults } from '../domain/faults.ts';
import type { FaultCode } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';
import { isTimeout } from './exit-code.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Answers an access token; `renew` says that the last one was refused. Undefined: there is none to be had. */
export type TokenSource = (renew: boolean) => Promise<string | undefined>;

const timeoutMs = 60_000;
const attempts = 5;
const problem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).catch([]),
});

/** Speaks to the API as any other program would. Throws the fault that the API named, with its field errors as lines. */
export class ApiClient {
  readonly url: string;
  readonly #token: TokenSource;

  constructor(url: string, token: TokenSource) {
    this.url = url.replace(/\/$/, '');
    this.#token = token;
  }

  /** Answers the body, checked by `reply`. A path that is no address of its own (`/api/…`) is one under /api/v1. */
  async call<T>(reply: z.ZodType<T>, method: Method, path: string, body?: Json): Promise<T> {
    const answer = await this.open(method, path, body);
    const parsed = reply.safeParse(answer.status === 204 ? null : await answer.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw this.#strange(method, path, parsed.error);
  }

  /** The answer's text. */
  async text(path: string): Promise<string> {
    return await (await this.open('GET', path)).text();
  }

  /** The whole list, page by page, or its first `most` rows. */
  async list<T>(row: z.ZodType<T>, path: string, most = Infinity): Promise<T[]> {
    const page = z.object({ data: z.array(row), page: z.object({ next_cursor: z.string().nullable() }) });
    const rows: T[] = [];
    const separator = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null && rows.length < most;) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const limit = Math.min(200, most - rows.length);
      const answer: z.output<typeof page> = await this.call(
        page,
        'GET',
        `${path}${separator}limit=${limit}${next}`,
      );
      rows.push(...answer.data);
      cursor = answer.page.next_cursor;
    }
    return rows;
  }

  /** An answer with status 2xx. Waits out rate limits, and signs in again once when the token has expired. */
  async open(method: Method, path: string, body?: Json, more: OpenOptions = {}): Promise<Response> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.#token(renewed);
      const answer = await this.#send(method, path, body, {
        ...more,
        headers: { ...more.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      });
      if (answer.ok) return answer;
      if (answer.status === 401 && token !== undefined && !renewed) {
        renewed = true;
        await answer.body?.cancel();
        continue;
      }
      if (![429, 503].includes(answer.status) || attempt >= attempts)
        throw await this.#faultOf(answer, method, path);
      await answer.body?.cancel();
      await sleep(Math.min(60, Number(answer.headers.get('retry-after') ?? attempt)) * 1000);
    }
  }

  async #faultOf(answer: Response, method: Method, path: string): Promise<Fault> {
    const parsed = problem.safeParse(await answer.json().catch(() => null));
    if (!parsed.success) return this.#strange(method, path, parsed.error);
    const { code, detail, errors } = parsed.data;
    const known = Object.hasOwn(faults, code) ? (code as FaultCode) : 'internal';
    // What the sentence says already is not said twice.
    const lines = errors
      .filter(({ message }) => !detail.includes(message))
      .map(({ pointer, message }) => `\n  ${pointer === '' ? '' : `${pointer}: `}${message}`);
    return new Fault(known, detail.replace('as `errors` says', 'as follows:') + lines.join(''));
  }

  /** Something else than our API, or another version of it. */
  #strange(method: Method, path: string, cause: unknown): Fault {
    const what = `${this.url} does not answer ${method} ${path} as this version of AutonomOS does`;
    return new Fault('source_protocol', `${what}; is it the right address?`, { cause });
  }

  async #send(method: Method, path: string, body: Json | undefined, more: OpenOptions): Promise<Response> {
    const address = this.url + (path.startsWith('/api/') ? path : `/api/v1${path}`);
    try {
      return await fetch(address, {
        method,
        headers: {
          ...more.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: more.signal ?? AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      if (isTimeout(error))
        throw new DOMException(
          `${this.url} has not answered ${method} ${path} in time; try again`,
          'TimeoutError',
        );
      throw new Fault('source_unreachable', `${this.url} does not answer; is it running? (autonomos up)`, {
        cause: error,
      });
    }
  }
}

export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the limit of a minute, for streams. */
  readonly signal?: AbortSignal;
}
