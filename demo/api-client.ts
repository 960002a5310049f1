import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import type { FaultCode } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

type Method = 'GET' | 'POST' | 'PATCH';

const timeoutMs = 60_000;
const attempts = 8;
const problem = z.object({ code: z.string().catch('internal'), detail: z.string().catch('') });
const session = z.object({ access_token: z.string() });

/** Speaks to the API as any other program would: signs in, waits where it is told to, and says what was refused. */
export class ApiClient {
  readonly #url: string;
  #signIn: SignIn | undefined;
  #token: string | undefined;

  constructor(apiUrl: string) {
    this.#url = `${apiUrl}/api/v1`;
  }

  /** Whether the address and the password are right; later requests are signed in. */
  async signIn(signIn: SignIn): Promise<boolean> {
    const answer = await this.#send('POST', '/auth/login', { ...signIn });
    if (answer.status === 401) return false;
    this.#token = session.parse(await this.#body(answer, '/auth/login')).access_token;
    this.#signIn = signIn;
    return true;
  }

  /** Answers the body, checked by `reply`. Throws the fault that the API named. */
  async call<T>(reply: z.ZodType<T>, method: Method, path: string, body?: Json): Promise<T> {
    let answer = await this.#send(method, path, body);
    if (answer.status === 401 && this.#signIn !== undefined && (await this.signIn(this.#signIn)))
      answer = await this.#send(method, path, body);
    return reply.parse(await this.#body(answer, path));
  }

  /** Waits out rate limits. */
  async #send(method: Method, path: string, body?: Json): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(`${this.#url}${path}`, {
        method,
        headers: {
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (![429, 503].includes(answer.status) || attempt === attempts) return answer;
      await answer.body?.cancel();
      await sleep(Math.min(60, Number(answer.headers.get('retry-after') ?? attempt)) * 1000);
    }
  }

  async #body(answer: Response, path: string): Promise<unknown> {
    if (answer.ok) return await answer.json();
    const { code, detail } = problem.parse(await answer.json().catch(() => ({})));
    throw new Fault(code as FaultCode, `${path} answered ${answer.status}: ${detail}`);
  }
}
