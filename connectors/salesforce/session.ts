/** A signed-in line to one org: holds the tokens, renews them once when they expire, and runs requests of jsforce. */
import { createHash } from 'node:crypto';
import { Connection, OAuth2 } from 'jsforce';
import type { Agent } from 'undici';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { ConnectorLogger } from '../../platform/logger.ts';
import { guardedDispatcher } from '../../platform/http-guard.ts';
import type { SalesforceConfig, SalesforceCredentials } from './config.ts';
import { salesforceOrigin } from './salesforce-origin.ts';
import { GuardedTransport } from './transport.ts';
import type { ApiUsage } from './transport.ts';
import { isExpiredSession, vendorFault } from './vendor-fault.ts';

export interface SessionOptions {
  readonly config: SalesforceConfig;
  readonly credentials: SalesforceCredentials;
  readonly egressAllow: readonly string[];
  readonly logger: ConnectorLogger;
  readonly saveCredentials: (credentials: Readonly<Record<string, Json>>) => Promise<void>;
}

export interface CallOptions {
  /** For messages: the object or the resource that is asked for. */
  readonly place: string;
  readonly signal?: AbortSignal;
  /** Reads leave a part of the daily requests to others; writes and checks do not ask. */
  readonly keepsReserve?: boolean;
}

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  instance_url: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
});

type Tokens = z.output<typeof tokenAnswer>;

/** Checks what a token endpoint answered. */
export const parseTokens = (answer: unknown): Tokens => {
  const parsed = tokenAnswer.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Fault(
    'source_protocol',
    'The token endpoint answered something else than tokens. Check the login address.',
  );
};

/** Credentials as the JSON that is encrypted and stored; absent ones are left out. */
export const storedCredentials = (credentials: SalesforceCredentials): Readonly<Record<string, Json>> =>
  JSON.parse(JSON.stringify(credentials)) as Record<string, Json>;

/**
 * Renewals that run now, in this process. A refresh token may be good for one use only, so two sessions that were opened
 * with the same one must share the renewal.
 */
const renewing = new Map<string, Promise<Tokens>>();

const once = (key: string, work: () => Promise<Tokens>): Promise<Tokens> => {
  const running = renewing.get(key);
  if (running !== undefined) return running;
  const started = work().finally(() => renewing.delete(key));
  renewing.set(key, started);
  return started;
};

export class Session {
  readonly config: SalesforceConfig;
  readonly #options: SessionOptions;
  readonly #dispatcher: Agent;
  readonly #loginOrigin: string;
  #credentials: SalesforceCredentials;
  #usage: ApiUsage | undefined;

  /** @throws Fault `egress_refused` for addresses that are not of Salesforce. */
  constructor(options: SessionOptions) {
    this.config = options.config;
    this.#options = options;
    this.#loginOrigin = salesforceOrigin(options.config.loginUrl, options.egressAllow);
    const { instanceUrl } = options.credentials;
    this.#credentials =
      instanceUrl === undefined
        ? options.credentials
        : { ...options.credentials, instanceUrl: salesforceOrigin(instanceUrl, options.egressAllow) };
    this.#dispatcher = guardedDispatcher({ egressAllow: options.egressAllow });
  }

  /** Requests of the last 24 hours, as the last answer told. */
  get usage(): ApiUsage | undefined {
    return this.#usage;
  }

  get loginOrigin(): string {
    return this.#loginOrigin;
  }

  #transport(signal?: AbortSignal): GuardedTransport {
    return new GuardedTransport({
      egress: { egressAllow: this.#options.egressAllow },
      dispatcher: this.#dispatcher,
      timeoutMs: this.config.timeoutSeconds * 1000,
      ...(signal === undefined ? {} : { signal }),
      onUsage: (usage) => {
        this.#usage = usage;
      },
    });
  }

  async #requestTokens(): Promise<Tokens> {
    const credentials = this.#credentials;
    const { clientId, clientSecret } = credentials;
    const oauth2 = new OAuth2({
      loginUrl: this.#loginOrigin,
      clientId,
      ...(clientSecret === undefined ? {} : { clientSecret }),
    });
    oauth2._transport = this.#transport();
    try {
      const answer =
        credentials.grant === 'refresh_token'
          ? await oauth2.refreshToken(credentials.refreshToken)
          : await oauth2.requestToken({ grant_type: 'client_credentials' });
      return parseTokens(answer);
    } catch (error) {
      throw vendorFault(error, 'sign-in');
    }
  }

  #renewalKey(): string {
    const { grant, clientId } = this.#credentials;
    const secret = this.#credentials.grant === 'refresh_token' ? this.#credentials.refreshToken : '';
    return createHash('sha256')
      .update(JSON.stringify([this.#loginOrigin, grant, clientId, secret]))
      .digest('hex');
  }

  /** Gets new tokens and has them stored before they are used; concurrent callers share one renewal. */
  async renew(): Promise<void> {
    const tokens = await once(this.#renewalKey(), () => this.#requestTokens());
    const accessToken = tokens.access_token;
    if (accessToken === this.#credentials.accessToken) return;
    const instanceUrl = salesforceOrigin(tokens.instance_url, this.#options.egressAllow);
    const rotated = tokens.refresh_token;
    const renewed: SalesforceCredentials =
      this.#credentials.grant === 'refresh_token' && rotated !== undefined
        ? { ...this.#credentials, accessToken, instanceUrl, refreshToken: rotated }
        : { ...this.#credentials, accessToken, instanceUrl };
    this.#credentials = renewed;
    await this.#options.saveCredentials(storedCredentials(renewed));
    this.#options.logger.debug({ instanceUrl }, 'salesforce session renewed');
  }

  #connect(signal?: AbortSignal): Connection {
    const { accessToken, instanceUrl } = this.#credentials;
    if (accessToken === undefined || instanceUrl === undefined) throw new TypeError('not signed in yet');
    const version = this.config.apiVersion;
    const connection = new Connection({ loginUrl: this.#loginOrigin, instanceUrl, accessToken, version });
    connection._transport = this.#transport(signal);
    return connection;
  }

  #keepReserve(): void {
    if (this.#usage === undefined) return;
    const { used, limit } = this.#usage;
    if (used < limit * (1 - this.config.apiReservePercent / 100)) return;
    const detail = `${used} of ${limit} daily API requests of the org are used; ${this.config.apiReservePercent} % are left to others.`;
    throw new Fault('source_rate_limited', detail, { retryAfterSeconds: 900 });
  }

  /** Runs `work` on a jsforce connection; an expired session is renewed once. Vendor errors come out as faults. */
  async call<T>(work: (connection: Connection) => Promise<T>, options: CallOptions): Promise<T> {
    options.signal?.throwIfAborted();
    if (options.keepsReserve === true) this.#keepReserve();
    try {
      const { accessToken, instanceUrl } = this.#credentials;
      if (accessToken === undefined || instanceUrl === undefined) await this.renew();
      else {
        try {
          return await work(this.#connect(options.signal));
        } catch (error) {
          if (!isExpiredSession(error)) throw error;
          if (this.#credentials.accessToken === accessToken) await this.renew();
        }
      }
      return await work(this.#connect(options.signal));
    } catch (error) {
      throw vendorFault(error, options.place);
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}
