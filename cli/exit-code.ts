import { CommanderError } from 'commander';
import { faults, isFault } from '../domain/faults.ts';

/** What the exit code of `autonomos` tells a program. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  conflict: 5,
  validation: 6,
  remoteFailed: 7,
  timeout: 8,
  interrupted: 130,
} as const;

/** The exit code that an error ends the command with. */
export const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (isFault(error)) return ofStatus(faults[error.code].status);
  return isTimeout(error) ? exitCodes.timeout : exitCodes.failed;
};

/** AbortSignal.timeout throws a DOMException, which is an Error in some realms only. */
export const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';

const ofStatus = (status: number): number => {
  if (status === 401 || status === 403) return exitCodes.auth;
  if (status === 404) return exitCodes.notFound;
  if (status === 409) return exitCodes.conflict;
  if (status < 500 && status !== 429) return exitCodes.validation;
  return status === 500 ? exitCodes.failed : exitCodes.remoteFailed;
};
