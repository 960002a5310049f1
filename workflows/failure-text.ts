import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

/** The catalogue code and the sentence of the fault behind an activity's failure. */
export const failureText = (error: unknown): string => {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return `${cause.type ?? 'internal'}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
};
