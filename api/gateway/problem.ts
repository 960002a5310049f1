import type { Response } from 'express';
import { Fault, faults, isFault } from '../../domain/faults.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Problem } from '../contract/problem.ts';

/** Errors of Express's body parsers and router carry an HTTP status and a type of their own. */
const faultOfExpress = (error: Error): Fault | undefined => {
  const status = 'status' in error ? error.status : undefined;
  if (status === 413)
    return new Fault('payload_too_large', 'The body may have at most 1 MB', { cause: error });
  if (status === 415) {
    return new Fault('unsupported_media_type', 'Send the body as UTF-8 application/json', { cause: error });
  }
  if (status === 400) {
    return new Fault('invalid_request', 'The address or the body cannot be read; is it valid JSON?', {
      cause: error,
    });
  }
  return undefined;
};

/** What the system says of a disk, or of this user's share of it, that takes nothing more. */
const noRoom = new Set(['ENOSPC', 'EDQUOT']);

const faultOfSystem = (error: Error): Fault | undefined => {
  if (!('code' in error) || !noRoom.has(String(error.code))) return undefined;
  return new Fault(
    'storage_full',
    "No room is left on the service's disk. Make room there (files lie under FILESOURCE_ROOT), then send it again",
    { cause: error },
  );
};

/** Any error as one of the catalogue; what nobody expected is `internal`, and only the log tells more. */
export const faultOf = (error: unknown): Fault => {
  if (isFault(error)) return error;
  const known = error instanceof Error ? (faultOfExpress(error) ?? faultOfSystem(error)) : undefined;
  return (
    known ?? new Fault('internal', 'Nothing more can be said here; the log has the details', { cause: error })
  );
};

/** How long to wait before a retry when the fault itself does not say, in seconds. */
const retryAfterSeconds: Readonly<Record<number, number>> = { 409: 1, 429: 1, 503: 1 };

export const statusOf = (fault: Fault): number => faults[fault.code].status;

/** Headers and body of a problem (RFC 9457). */
export const problemReply = (
  fault: Fault,
  instance: string,
  traceId: string,
): { readonly status: number; readonly headers: Record<string, string>; readonly body: Problem } => {
  const { status, retry, title } = faults[fault.code];
  const wait = fault.retryAfterSeconds ?? (retry ? retryAfterSeconds[status] : undefined);
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(wait === undefined ? {} : { 'Retry-After': String(Math.ceil(wait)) }),
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    },
    body: {
      type: `/problems/${fault.code}`,
      title,
      status,
      detail: fault.message,
      code: fault.code,
      instance,
      trace_id: traceId,
      retryable: retry,
      errors: fault.errors.map(({ pointer, code, message }) => ({ pointer, code, message })),
    },
  };
};

/** Answers an error as a problem; what is our own mistake is logged with its cause. */
export const sendProblem = (
  response: Response,
  error: unknown,
  {
    instance,
    traceId,
    logger,
  }: { readonly instance: string; readonly traceId: string; readonly logger: Logger },
): void => {
  const fault = faultOf(error);
  if (statusOf(fault) >= 500) logger.error({ error: fault.cause ?? fault, code: fault.code }, fault.message);
  if (response.headersSent) {
    // Half an answer must not look like a whole one.
    response.destroy();
    return;
  }
  const { status, headers, body } = problemReply(fault, instance, traceId);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(JSON.stringify(body));
};
