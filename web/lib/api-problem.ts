import type { components } from './api';

export type ProblemBody = components['schemas']['Problem'];

/** A refusal of the API (RFC 9457), or the fact that it could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly traceId: string;
  readonly retryable: boolean;
  readonly errors: ProblemBody['errors'];

  constructor(body: Omit<ProblemBody, 'code' | 'type' | 'instance'> & { readonly code: string }) {
    super(body.title);
    this.name = 'ApiProblem';
    this.status = body.status;
    this.code = body.code;
    this.detail = body.detail;
    this.traceId = body.trace_id;
    this.retryable = body.retryable;
    this.errors = body.errors;
  }

  /** Whatever was thrown, as a problem that a person can read. */
  static of(error: unknown): ApiProblem {
    if (error instanceof ApiProblem) return error;
    return new ApiProblem({
      title: 'The server cannot be reached',
      status: 0,
      code: 'unreachable',
      detail: 'Check the network connection; the page tries again by itself.',
      trace_id: '',
      retryable: true,
      errors: [],
    });
  }

  /** What an unsuccessful answer says; a proxy in between may answer without a problem body. */
  static from(body: unknown, response: Response): ApiProblem {
    if (isProblem(body)) return new ApiProblem(body);
    return new ApiProblem({
      title: `The server answered ${String(response.status)}`,
      status: response.status,
      code: 'unexpected_answer',
      detail: 'The answer is not one of this API; something in between may have given it.',
      trace_id: '',
      retryable: response.status >= 500,
      errors: [],
    });
  }
}

const isProblem = (body: unknown): body is ProblemBody =>
  body !== null && typeof body === 'object' && 'title' in body && 'trace_id' in body && 'errors' in body;
