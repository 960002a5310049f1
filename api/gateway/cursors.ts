import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import { deriveKey } from '../../platform/seal.ts';

/** A position in a list: the sort values of the last row that was shown. */
export type Position = readonly (string | number)[];

export interface Cursors {
  /** An opaque text that names a position in this list of this tenant. */
  write(list: string, tenantId: string, position: Position): string;
  /** Throws `validation_failed` for a cursor that was changed, or made for another list or tenant. */
  read(list: string, tenantId: string, cursor: string): Position;
}

const positionSchema = z.array(z.union([z.string(), z.number()])).min(1);

/** Cursors are signed, so that nobody makes the database compare with values of his own choice. */
export const createCursors = (secret: string): Cursors => {
  const key = deriveKey(secret, 'list cursors');
  const mac = (list: string, tenantId: string, body: string): Buffer =>
    createHmac('sha256', key).update(`${list}\n${tenantId}\n${body}`).digest().subarray(0, 16);

  const sealed = (list: string, tenantId: string, body: string): string =>
    `${body}.${mac(list, tenantId, body).toString('base64url')}`;

  return {
    write: (list, tenantId, position) =>
      sealed(list, tenantId, Buffer.from(JSON.stringify(position)).toString('base64url')),
    read: (list, tenantId, cursor) => {
      const body = cursor.split('.', 1)[0] ?? '';
      const given = Buffer.from(cursor);
      const expected = Buffer.from(sealed(list, tenantId, body));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw unknownCursor();
      return positionSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    },
  };
};

const unknownCursor = (): Fault =>
  new Fault('validation_failed', 'The cursor is not one of this list', {
    errors: [
      {
        pointer: '?cursor',
        code: 'unknown_cursor',
        message: 'Give `page.next_cursor` of the page before, unchanged, to the same list',
      },
    ],
  });
