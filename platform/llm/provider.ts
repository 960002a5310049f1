/** What one attempt at a model is told. */
export interface Prompt {
  readonly instructions: string;
  /** The user message: JSON made of somebody else's data. */
  readonly data: string;
  /** JSON schema of the answer, sent along; what comes back is checked all the same. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxTokensOut: number;
}

export interface Completion {
  readonly text: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

export interface Embedded {
  /** One per text, in the order given. */
  readonly vectors: readonly (readonly number[])[];
  readonly tokensIn: number;
}

/** One attempt at a provider through its own SDK: no retries, no cache, no budget. Failures are `ModelFailure`s. */
export interface Provider {
  complete(model: string, prompt: Prompt, signal: AbortSignal): Promise<Completion>;
  embed(model: string, texts: readonly string[], signal: AbortSignal): Promise<Embedded>;
}

export type FailureKind = 'refused' | 'invalid' | 'truncated' | 'timeout' | 'rate_limited' | 'failed';

/** Why a model gave no answer. Holds the provider's status and never its words: those may quote keys and prompts. */
export class ModelFailure extends Error {
  readonly kind: FailureKind;
  readonly retry: boolean;
  readonly retryAfterMs: number | undefined;
  /** What the attempt used up all the same. */
  readonly tokensIn: number;
  readonly tokensOut: number;

  constructor(
    kind: FailureKind,
    message: string,
    more: {
      readonly retry?: boolean;
      readonly retryAfterMs?: number | undefined;
      readonly tokensIn?: number;
      readonly tokensOut?: number;
    } = {},
  ) {
    super(message);
    this.name = 'ModelFailure';
    this.kind = kind;
    this.retry = more.retry ?? false;
    this.retryAfterMs = more.retryAfterMs;
    this.tokensIn = more.tokensIn ?? 0;
    this.tokensOut = more.tokensOut ?? 0;
  }
}

const tooMany = 429;
const requestTimeout = 408;

/** A provider's HTTP status as a failure. Only 408, 429 and 5xx are worth another attempt. */
export const failureOfStatus = (status: number, retryAfterMs: number | undefined): ModelFailure => {
  const message = `the model's server answered ${status}`;
  if (status === tooMany) return new ModelFailure('rate_limited', message, { retry: true, retryAfterMs });
  return new ModelFailure('failed', message, {
    retry: status === requestTimeout || status >= 500,
    retryAfterMs,
  });
};

/** A failure without a status: a time-out where the attempt's deadline has passed, else a broken connection. */
export const failureOfConnection = (signal: AbortSignal): ModelFailure =>
  signal.aborted
    ? new ModelFailure('timeout', 'the model did not answer in time', { retry: true })
    : new ModelFailure('failed', 'the connection to the model broke', { retry: true });
