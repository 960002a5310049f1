import { Fault } from '../../domain/faults.ts';
import type { KeyUse } from '../../platform/database/repositories/idempotency-keys.ts';
import { digestOf } from './digest.ts';
import type { Exchange } from './exchange.ts';

const printable = /^[\x21-\x7e]{1,255}$/;

/**
 * The use of an Idempotency-Key that a request declares, or undefined. Content is compared by value, not by spelling; of a
 * body that is not JSON, size and type stand for it.
 */
export const keyUseOf = ({ request, caller, input }: Exchange): KeyUse | undefined => {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return undefined;
  if (!printable.test(key)) {
    throw new Fault(
      'invalid_request',
      'Idempotency-Key must have 1 to 255 printable ASCII characters without spaces',
    );
  }
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
