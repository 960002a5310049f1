import type { Request } from 'express';
import { Fault } from '../../domain/faults.ts';

/**
 * The version that a caller has seen: of the body, or of `If-Match` (`"3"`). Undefined when neither names one.
 * Throws `validation_failed` for an `If-Match` that is no version, or that contradicts the body.
 */
export const expectedVersion = (request: Request, inBody: number | undefined): number | undefined => {
  const header = request.get('If-Match');
  if (header === undefined || header === '*') return inBody;
  const version = Number(/^"?(\d{1,9})"?$/.exec(header)?.[1]);
  if (Number.isNaN(version) || (inBody !== undefined && inBody !== version)) {
    throw new Fault('validation_failed', 'If-Match must hold the version that was read, such as "3"');
  }
  return version;
};

/** Throws `conflict` when somebody has changed the thing since it was read. */
export const refuseStale = (expected: number | undefined, version: number): void => {
  if (expected === undefined || expected === version) return;
  throw new Fault(
    'conflict',
    `It is at version ${version}, not ${expected}; read it again and repeat the change`,
  );
};
