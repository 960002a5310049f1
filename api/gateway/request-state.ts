import { context, createContextKey } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import type { Logger } from '../../platform/logger.ts';

/** What is known of a request while it runs, carried by the tracing context. */
export interface RequestState {
  readonly traceId: string;
  readonly logger: Logger;
  /** Template of the route that answers, for metrics; set once it is known. */
  route: string;
}

const key = createContextKey('autonomos request');

export const withRequestState = (to: Context, state: RequestState): Context => to.setValue(key, state);

/** The running request's state. Throws outside of a request, which only a mistake in composing the app can bring about. */
export const requestState = (): RequestState => {
  const state = context.active().getValue(key);
  if (state === undefined) throw new Error('No request is running here');
  return state as RequestState;
};
