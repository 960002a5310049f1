import type { Request } from 'express';
import { Fault } from '../../domain/faults.ts';
import type { KeyUse } from '../../platform/database/repositories/idempotency-keys.ts';
import { digestOf } from './digest.ts';
import type { Exchange } from './exchange.ts';

const printable = /^[\x21-\x7e]{1,255}$/;

/**
 * The Idempotency-Key that a request declares, or undefined.
 * @throws Fault `invalid_request` for one that is empty, longer than 255 characters or not printable ASCII.
 */
export const idempotencyKeyOf = (request: Request): string | undefined => {
  const key = request.get('Idempotency-Key');
  if (key !== undefined && !printable.test(key))
    throw new Fault(
      'invalid_request',
      'Idempotency-Key must have 1 to 255 printable ASCII characters without spaces',
    );
  return key;
};

/**
 * The use of an Idempotency-Key that a request declares, or undefined. Content is compared by value, not by spelling; of a
 * body that is not JSON, size and type stand for it until its endpoint has read it (`isRepeat`).
 */
export const keyUseOf = ({ request, caller, input }: Exchange): KeyUse | undefined => {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return undefined;
  const content = input.body ?? {
    type: request.get('Content-Type')?.split(';')[0] ?? '',
    length: request.get('Content-Length') ?? '',
  };
  return {
    principal: caller.userId,
    method: request.method,
    path: request.path,
    key,
    bodyHash: digestOf({ query: input.query ?? null, content }),
  };
};
