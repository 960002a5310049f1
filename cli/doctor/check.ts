import { Fault } from '../../domain/faults.ts';

/** One line of the doctor: a part, how it is, why, and the command that cures it. */
export interface Check {
  readonly part: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly cause: string;
  /** Null when there is nothing to cure. */
  readonly cure: string | null;
}

export const ok = (part: string, cause: string): Check => ({ part, status: 'ok', cause, cure: null });

export const warn = (part: string, cause: string, cure: string): Check => ({
  part,
  status: 'warn',
  cause,
  cure,
});

export const fail = (part: string, cause: string, cure: string): Check => ({
  part,
  status: 'fail',
  cause,
  cure,
});

/** The first line of what went wrong. */
export const causeOf = (error: unknown): string => {
  const text = error instanceof Fault || error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
};
