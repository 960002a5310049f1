import { ApplicationFailure, Context } from '@temporalio/activity';
import { faults, isFault } from '../domain/faults.ts';

/**
 * The edge between our faults and Temporal: the catalogue decides whether a fault is retried, its code becomes the
 * failure's type. Nothing else of an error leaves (no cause, no vendor payload), since histories are kept.
 */
export const toFailure = (error: unknown): unknown => {
  if (!isFault(error)) return error;
  const spec = faults[error.code];
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: !spec.retry,
    ...(error.retryAfterSeconds === undefined ? {} : { nextRetryDelay: error.retryAfterSeconds * 1000 }),
  });
};

type Activities = Record<string, (input: never) => Promise<unknown>>;

const within = <T extends Activities>(
  activities: T,
  around: (run: () => Promise<unknown>) => Promise<unknown>,
): T =>
  Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      (input: never) => around(() => activity(input)),
    ]),
  ) as T;

/** Wraps every activity of a factory with the translation. */
export const atEdge = <T extends Activities>(activities: T): T =>
  within(activities, async (run) => {
    try {
      return await run();
    } catch (error) {
      throw toFailure(error);
    }
  });

/** Beats for every activity of a factory: a worker's death is noticed long before the step's time is over. */
export const beating = <T extends Activities>(activities: T): T =>
  within(activities, (run) => withHeartbeat(run));

/** Beats every two seconds while `work` runs; a cancelled or timed-out attempt aborts the signal given to it. */
export const withHeartbeat = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, 2_000);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
  }
};
