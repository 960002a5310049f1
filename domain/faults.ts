/**
 * The one catalogue of faults. The API's status, Temporal's retry decision and the console's text derive from it;
 * docs/faults.md explains each code and a structure test compares the two.
 */
export interface FaultSpec {
  /** HTTP status of the problem that the API answers. */
  readonly status: number;
  /** Whether trying the same again can help; Temporal retries only these. */
  readonly retry: boolean;
  /** One sentence for a person. */
  readonly title: string;
}

export const faults = {
  invalid_request: { status: 400, retry: false, title: 'The request cannot be read' },
  unauthenticated: { status: 401, retry: false, title: 'Sign in first' },
  forbidden: { status: 403, retry: false, title: 'Your role does not allow this' },
  not_found: { status: 404, retry: false, title: 'There is no such thing' },
  method_not_allowed: { status: 405, retry: false, title: 'This address does not take that method' },
  conflict: { status: 409, retry: false, title: 'The state does not allow this now' },
  idempotency_in_flight: {
    status: 409,
    retry: true,
    title: 'The first request with this key is still running',
  },
  payload_too_large: { status: 413, retry: false, title: 'The body is too large' },
  unsupported_media_type: { status: 415, retry: false, title: 'The content type is not supported' },
  validation_failed: { status: 422, retry: false, title: 'Some fields are not valid' },
  idempotency_mismatch: { status: 422, retry: false, title: 'This key was used with another body' },
  mapping_invalid: { status: 422, retry: false, title: 'The mapping is not valid' },
  rate_limited: { status: 429, retry: true, title: 'Too many requests' },
  internal: { status: 500, retry: false, title: 'Something went wrong on our side' },
  database_unavailable: { status: 503, retry: true, title: 'The database is not reachable' },
  temporal_unavailable: { status: 503, retry: true, title: 'Temporal is not reachable' },
  source_unreachable: { status: 502, retry: true, title: 'The source is not reachable' },
  source_rate_limited: { status: 502, retry: true, title: 'The source asks us to slow down' },
  source_auth_failed: { status: 502, retry: false, title: 'The source refuses our credentials' },
  source_permission_denied: { status: 502, retry: false, title: 'The source denies access to this object' },
  source_object_missing: { status: 502, retry: false, title: 'The source no longer has this object' },
  source_config_invalid: { status: 422, retry: false, title: 'The connection is not configured right' },
  source_protocol: { status: 502, retry: true, title: 'The source answered something unexpected' },
  source_data_unreadable: { status: 422, retry: false, title: 'The source data cannot be read' },
  egress_refused: { status: 422, retry: false, title: 'This address may not be reached from here' },
  lease_stale: { status: 409, retry: false, title: 'Another worker has taken over' },
  object_steered: { status: 409, retry: true, title: 'Somebody has paused the object or wants it read anew' },
  mapping_superseded: { status: 409, retry: true, title: 'Another mapping version has become active' },
  quarantine_overflow: { status: 409, retry: false, title: 'Too many bad records: the object is stopped' },
  key_lost: { status: 409, retry: false, title: 'The key or the change field is gone from the source' },
  query_refused: { status: 422, retry: false, title: 'The query may not do this' },
  query_invalid: { status: 422, retry: false, title: 'The query cannot be run' },
  query_too_costly: { status: 422, retry: false, title: 'The query takes too much time or memory' },
  registry_unavailable: { status: 503, retry: true, title: 'The file of golden records is not whole here' },
  storage_full: { status: 507, retry: false, title: 'The disk of the service is full' },
  secrets_unreadable: { status: 500, retry: false, title: 'Stored credentials cannot be decrypted' },
} as const satisfies Record<string, FaultSpec>;

export type FaultCode = keyof typeof faults;

/** A field-level reason: a JSON pointer (or a column name), a stable code, and a sentence with the cure. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** An expected failure with its catalogue code. `detail` names the place and the cure and never holds a secret. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly errors: readonly FieldFault[];
  /** When trying again makes sense, in seconds (a source's or a limiter's own word). */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: FaultCode,
    detail: string,
    more: { cause?: unknown; errors?: readonly FieldFault[]; retryAfterSeconds?: number | undefined } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Fault';
    this.code = code;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** True for an expected failure of the catalogue. */
export const isFault = (error: unknown): error is Fault => error instanceof Fault;
