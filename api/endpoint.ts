import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Json } from '../domain/json.ts';
import type { KeptAnswer } from '../platform/database/repositories/idempotency-keys.ts';
import type { TenantTransaction } from '../platform/database/with-tenant.ts';
import type { Logger } from '../platform/logger.ts';
import type { Role } from './contract/role.ts';
import type { Deps } from './deps.ts';
import type { Caller } from './gateway/access-tokens.ts';

/** An answer that is not JSON: an event stream, a file, a redirect. */
export interface RawReply {
  readonly contentType: string;
  readonly description: string;
}

/** What an endpoint answers, by status: a schema, null for no content, or something that is not JSON. */
export type Replies = Readonly<Record<number, z.ZodType | RawReply | null>>;

type BodyOf<S> = S extends z.ZodType ? { readonly body: z.input<S> } : S extends null ? object : Raw;
interface Raw {
  /** Writes the answer after status and headers; owns the response from then on. */
  readonly send: (response: Response) => void | Promise<void>;
}
/** The handler's answer: one of the declared statuses with the body that belongs to it. */
export type ReplyOf<R extends Replies> = {
  [S in keyof R & number]: {
    readonly status: S;
    readonly headers?: Readonly<Record<string, string>>;
  } & BodyOf<R[S]>;
}[keyof R & number];

/** What the audit row of a mutation says besides who, when and how it ended; of before and after only digests are kept. */
export interface AuditNote {
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly before?: Json;
  readonly after?: Json;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Schema = z.ZodType | undefined;

interface BaseCall<P extends Schema, Q extends Schema, B extends Schema> {
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  readonly traceId: string;
  readonly logger: Logger;
  readonly request: Request;
  /** Adds to the audit row of this mutation; later notes win member by member. */
  readonly note: (note: AuditNote) => void;
}

/** A call of somebody who may be anybody. */
export type PublicCall<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
> = BaseCall<P, Q, B>;

/** A call of a signed-in user; a handler that wants the database opens its own transactions by `inTenant`. */
export interface DetachedCall<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
> extends BaseCall<P, Q, B> {
  readonly caller: Caller;
  readonly inTenant: <T>(work: (transaction: TenantTransaction) => Promise<T>) => Promise<T>;
}

/**
 * A call inside one transaction of the caller's tenant: what the handler writes, the audit row and the answer kept for the
 * Idempotency-Key commit together or not at all. No network call belongs here.
 */
export interface Call<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
> extends BaseCall<P, Q, B> {
  readonly caller: Caller;
  readonly transaction: TenantTransaction;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Spec<P extends Schema, Q extends Schema, B extends Schema, R extends Replies> {
  /** Unique name: OpenAPI's operationId, the audit's action, the metric's label. camelCase, verb first. */
  readonly id: string;
  readonly method: Method;
  /** Under /api/v1, in Express's form: `/connections/:connection_id`. */
  readonly path: string;
  /** Further full paths of the same endpoint, in Express's form. */
  readonly aliases?: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Strict objects; params and query arrive as texts, so numbers are coerced. */
  readonly params?: P;
  readonly query?: Q;
  /** JSON unless `rawBody` is set; then the handler reads `call.request` itself and the schema only documents. */
  readonly body?: B;
  readonly rawBody?: string;
  /** Its answer is a proof of who one is: never kept, so that an Idempotency-Key means nothing to it. */
  readonly secretReply?: true;
  readonly replies: R;
}

/** What a handler answers, whatever its endpoint declared. */
export interface ErasedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly send?: (response: Response) => void | Promise<void>;
}

/** Parsed input has the endpoint's own types, which only its handler knows. */
type Unknowable = { readonly params: never; readonly query: never; readonly body: never };
type Handles<C> = (call: C & Unknowable, deps: Deps) => Promise<ErasedReply>;

/**
 * Whether a body that the handler reads itself is the one that was answered so under the same Idempotency-Key; its size, type
 * and query are.
 */
type IsRepeat = (
  call: Pick<DetachedCall, 'caller' | 'request'>,
  kept: KeptAnswer,
  deps: Deps,
) => Promise<boolean>;

/** What every endpoint declares. */
export interface Common {
  readonly id: string;
  readonly method: Method;
  /** Full path in Express's form. */
  readonly path: string;
  readonly aliases: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly params: z.ZodType | undefined;
  readonly query: z.ZodType | undefined;
  readonly body: z.ZodType | undefined;
  readonly rawBody: string | undefined;
  readonly secretReply: boolean;
  readonly replies: Replies;
}
export interface TransactionEndpoint extends Common {
  readonly runs: 'transaction';
  readonly access: Role;
  readonly handle: Handles<Call<Schema, Schema, Schema>>;
}
export interface DetachedEndpoint extends Common {
  readonly runs: 'detached';
  readonly access: Role;
  readonly isRepeat: IsRepeat | undefined;
  readonly handle: Handles<DetachedCall<Schema, Schema, Schema>>;
}
export interface PublicEndpoint extends Common {
  readonly runs: 'public';
  readonly access: 'public';
  readonly handle: Handles<PublicCall<Schema, Schema, Schema>>;
}

/** An endpoint as the gateway, OpenAPI and the tests see it. */
export type Endpoint = TransactionEndpoint | DetachedEndpoint | PublicEndpoint;

/** What a handler gets and what comes of the specification, by how it runs. */
interface Calls<P extends Schema, Q extends Schema, B extends Schema> {
  readonly transaction: Call<P, Q, B>;
  readonly detached: DetachedCall<P, Q, B>;
  readonly public: PublicCall<P, Q, B>;
}
interface Endpoints {
  readonly transaction: TransactionEndpoint;
  readonly detached: DetachedEndpoint;
  readonly public: PublicEndpoint;
}
interface Guards {
  readonly transaction: { readonly role: Role };
  readonly detached: { readonly role: Role; readonly isRepeat?: IsRepeat };
  readonly public: object;
}

type Make<K extends keyof Endpoints> = <
  const R extends Replies,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  const A extends ReplyOf<R> = ReplyOf<R>,
>(
  spec: Spec<P, Q, B, R> &
    Guards[K] & { readonly handle: (call: Calls<P, Q, B>[K], deps: Deps) => Promise<A> },
) => Endpoints[K];

type AnySpec = Spec<Schema, Schema, Schema, Replies> & {
  readonly role?: Role;
  readonly isRepeat?: IsRepeat;
  readonly handle: unknown;
};

/** The gateway parses by the schemas that stand beside the handler, which is all that gives its input its types. */
const maker = <K extends keyof Endpoints>(runs: K): Make<K> =>
  ((spec: AnySpec) => ({
    id: spec.id,
    method: spec.method,
    path: `/api/v1${spec.path}`,
    aliases: spec.aliases ?? [],
    tag: spec.tag,
    summary: spec.summary,
    description: spec.description,
    params: spec.params,
    query: spec.query,
    body: spec.body,
    rawBody: spec.rawBody,
    secretReply: spec.secretReply ?? false,
    replies: spec.replies,
    access: spec.role ?? 'public',
    isRepeat: spec.isRepeat,
    runs,
    handle: spec.handle,
  })) as unknown as Make<K>;

/** An endpoint for signed-in users of at least `role`, run inside one transaction of their tenant. */
export const endpoint = maker('transaction');

/**
 * An endpoint for signed-in users whose handler must not sit in a transaction: it streams, or it talks to Temporal or a
 * file system. Its audit row and kept answer are written after it; a crash in between frees the key after two minutes,
 * so a repeated effect must be harmless.
 */
export const detachedEndpoint = maker('detached');

/** An endpoint for anybody: limited by address, never kept for an Idempotency-Key; it writes its own audit rows. */
export const publicEndpoint = maker('public');
