/**
 * The one way out to addresses that a tenant or a source names (SSRF guard; OWASP API7, ASVS 1.3.6).
 * A name is resolved once, every answer must be public, and the socket goes to exactly the answers that were checked, so
 * a resolver that changes its mind between check and connect wins nothing.
 */
import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, fetch } from 'undici';
import type { Dispatcher } from 'undici';
import { Fault } from '../domain/faults.ts';

/** What may be reached besides public addresses, and (for tests of hostile name servers) how names are resolved. */
export interface Egress {
  /** Exact `host:port` pairs, as configured; plain http is spoken to these alone. */
  readonly egressAllow: readonly string[];
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For the whole exchange including redirects; 30 s unless told. */
  readonly timeoutMs?: number;
  /** Cap on the decompressed body; 10 MiB unless told. */
  readonly maxBytes?: number;
  /** 3 unless told; 0 hands a redirect back as it is. */
  readonly maxRedirects?: number;
  readonly signal?: AbortSignal;
  /** Of `guardedDispatcher`, to keep connections open between requests; without it one is made and closed. */
  readonly dispatcher?: Dispatcher;
}

export interface GuardedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

const second = 1000;
const connectTimeoutMs = 10 * second;
const resolveTimeoutMs = 5 * second;
const defaultTimeoutMs = 30 * second;
const defaultMaxBytes = 10 * 1024 * 1024;
const maxHeaderBytes = 64 * 1024;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

const refuse = (place: string, why: string): Fault =>
  new Fault('egress_refused', `${place}: ${why}. Give a public address, or have it added to EGRESS_ALLOW.`);

/** Folds every spelling of a host that a resolver or a URL parser would fold (0x7f.1, 2130706433, trailing dot, IDN). */
const canonicalHost = (host: string): string => {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) === 6) return ipaddr.parse(bare.replace(/%.*$/, '')).toString();
  if (!/^[^\s/\\@:?#%[\]]+$/.test(bare))
    throw refuse(JSON.stringify(host.slice(0, 80)), 'is not a host name');
  try {
    return new URL(`http://${bare}/`).hostname.replace(/\.$/, '');
  } catch (cause) {
    throw new Fault('egress_refused', `${JSON.stringify(host.slice(0, 80))} is not a host name`, { cause });
  }
};

const pairOf = (host: string, port: number): string => `${host}:${port}`;

const allowedPairs = (egressAllow: readonly string[]): ReadonlySet<string> =>
  new Set(
    egressAllow.map((entry) => {
      const colon = entry.lastIndexOf(':');
      return pairOf(canonicalHost(entry.slice(0, colon)), Number(entry.slice(colon + 1)));
    }),
  );

const unmapped = (address: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(address.replace(/%.*$/, ''));

/** Cloud metadata services: never reachable, not even by EGRESS_ALLOW. */
const metadataAddresses = new Set(['100.100.100.200', '168.63.129.16', 'fd00:ec2::254']);

const isMetadata = (address: string): boolean => {
  const parsed = unmapped(address);
  return parsed.range() === 'linkLocal' || metadataAddresses.has(parsed.toString());
};

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for globally routable unicast alone; mapped IPv4 counts as IPv4, tunnels (6to4, Teredo, NAT64) as private. */
const isPublic = (address: string): boolean => {
  const parsed = unmapped(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
};

const resolveName = (host: string): Promise<readonly LookupAddress[]> =>
  lookup(host, { all: true, order: 'verbatim' });

/** The name server gets a bounded time: dns.lookup has no limit of its own. */
const answersFor = async (host: string, resolve: typeof resolveName): Promise<readonly LookupAddress[]> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`no answer in ${resolveTimeoutMs} ms`));
  }, resolveTimeoutMs);
  try {
    return await Promise.race([resolve(host), late.promise]);
  } catch (cause) {
    throw new Fault('source_unreachable', `${host} cannot be resolved. Check the host name.`, { cause });
  } finally {
    clearTimeout(timer);
  }
};

interface CheckedTarget {
  readonly addresses: readonly LookupAddress[];
  /** The pair is in egressAllow. */
  readonly allowed: boolean;
}

const checkTarget = async (host: string, port: number, egress: Egress): Promise<CheckedTarget> => {
  const name = canonicalHost(host);
  const allowed = allowedPairs(egress.egressAllow).has(pairOf(name, port));
  const literal = name.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(literal);
  const addresses =
    family === 0 ? await answersFor(name, egress.resolve ?? resolveName) : [{ address: literal, family }];
  if (addresses.length === 0) throw new Fault('source_unreachable', `${name} has no address`);
  for (const { address } of addresses) {
    if (isMetadata(address)) throw refuse(pairOf(name, port), 'is a link-local or metadata address');
    if (!allowed && !isPublic(address)) throw refuse(pairOf(name, port), 'is not a public address');
  }
  return { addresses, allowed };
};

/**
 * For clients that open their own sockets (pg, mongodb): resolves `host` once and answers the checked addresses; connect
 * to one of these, not to the name, wherever the client lets you.
 * @throws Fault `egress_refused` when any answer is not public and `host:port` is not allowed; `source_unreachable` when
 * the name does not resolve.
 */
export const assertPublicHost = async (
  host: string,
  port: number,
  egressAllow: readonly string[],
  resolve?: Egress['resolve'],
): Promise<readonly LookupAddress[]> => {
  const egress: Egress = resolve === undefined ? { egressAllow } : { egressAllow, resolve };
  return (await checkTarget(host, port, egress)).addresses;
};

const portOf = ({ port, protocol }: { port: string; protocol: string }): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** Checks the target of each new socket, also when it is an IP literal (these skip a custom `lookup`). */
const guardedConnector =
  (egress: Egress): buildConnector.connector =>
  (options, callback) => {
    const port = portOf({ port: options.port, protocol: options.protocol });
    checkTarget(options.hostname, port, egress).then(
      ({ addresses, allowed }) => {
        if (options.protocol !== 'https:' && !allowed) {
          callback(refuse(pairOf(options.hostname, port), 'plain http is not allowed'), null);
          return;
        }
        const connect = buildConnector({
          allowH2: false,
          timeout: connectTimeoutMs,
          autoSelectFamily: true,
          lookup: (_host, asked, answer) => {
            const [first] = addresses;
            if (asked.all === true || first === undefined) answer(null, [...addresses]);
            else answer(null, first.address, first.family);
          },
        });
        connect(options, callback);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), null);
      },
    );
  };

/** An undici dispatcher that opens sockets to public https addresses and to `egressAllow` only; close it after use. */
export const guardedDispatcher = (egress: Egress): Agent =>
  new Agent({
    connect: guardedConnector(egress),
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: defaultTimeoutMs,
    bodyTimeout: defaultTimeoutMs,
    keepAliveTimeout: 10 * second,
  });

const parseTarget = (text: string): URL => {
  const url = URL.parse(text);
  if (url === null) throw refuse(JSON.stringify(text.slice(0, 80)), 'is not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse(url.protocol, 'is not https');
  if (url.username !== '' || url.password !== '') throw refuse(url.host, 'credentials in a URL are refused');
  return url;
};

const faultOf = (error: unknown): Fault | undefined => {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Fault) return at;
  return undefined;
};

const translated = (error: unknown, url: URL, request: GuardedRequest): unknown => {
  const fault = faultOf(error);
  if (fault !== undefined) return fault;
  if (request.signal?.aborted === true) return request.signal.reason;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const word = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'failure';
  return new Fault('source_unreachable', `${url.host} does not answer (${word})`, { cause: error });
};

type Answer = Awaited<ReturnType<typeof fetch>>;

const readCapped = async (answer: Answer, maxBytes: number, url: URL): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > maxBytes) throw new Fault('source_protocol', `${url.host} sent more than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
};

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
}

/** The request after a redirect, as browsers do it: 303 (and 301, 302 after POST) become GET; secrets stay home. */
const nextHop = (hop: Hop, status: number, location: string): Hop => {
  const target = URL.parse(location, hop.url.href);
  if (target === null)
    throw new Fault('source_protocol', `${hop.url.host} redirects to something that is no URL`);
  const url = parseTarget(target.href);
  const becomesGet = status === 303 || ((status === 301 || status === 302) && hop.method === 'POST');
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) for (const name of ['authorization', 'cookie']) headers.delete(name);
  if (!becomesGet) return { ...hop, url, headers };
  for (const name of ['content-type', 'content-length']) headers.delete(name);
  return { url, method: 'GET', headers, body: undefined };
};

const exchange = async (
  first: Hop,
  request: GuardedRequest,
  dispatcher: Dispatcher,
): Promise<GuardedResponse> => {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  const maxRedirects = request.maxRedirects ?? 3;
  let hop = first;
  for (let redirects = 0; ; redirects++) {
    try {
      const { method, headers, body = null } = hop;
      const answer = await fetch(hop.url, {
        method,
        headers: Object.fromEntries(headers),
        body,
        redirect: 'manual',
        signal,
        dispatcher,
      });
      const location = answer.headers.get('location');
      if (maxRedirects === 0 || location === null || !redirectStatuses.has(answer.status)) {
        const bytes = await readCapped(answer, request.maxBytes ?? defaultMaxBytes, hop.url);
        const answered = new Headers(Object.fromEntries(answer.headers));
        return { status: answer.status, headers: answered, body: bytes, url: hop.url.href };
      }
      await answer.body?.cancel();
      if (redirects === maxRedirects)
        throw new Fault('source_protocol', `${hop.url.host} redirects too often`);
      hop = nextHop(hop, answer.status, location);
    } catch (error) {
      throw translated(error, hop.url, request);
    }
  }
};

/**
 * One guarded HTTP exchange, answered with its whole (capped) body; an HTTP error status is an answer, not an exception.
 * @throws Fault `egress_refused`, `source_unreachable` (network, timeout) or `source_protocol` (too large, redirect loop);
 * the signal's reason when the caller aborts.
 */
export const guardedFetch = async (
  url: string,
  egress: Egress,
  request: GuardedRequest = {},
): Promise<GuardedResponse> => {
  const first: Hop = {
    url: parseTarget(url),
    method: request.method ?? 'GET',
    headers: new Headers(request.headers),
    body: request.body,
  };
  if (request.dispatcher !== undefined) return exchange(first, request, request.dispatcher);
  const dispatcher = guardedDispatcher(egress);
  try {
    return await exchange(first, request, dispatcher);
  } finally {
    await dispatcher.destroy();
  }
};
