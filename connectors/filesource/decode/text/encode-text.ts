import { decode, encode } from 'iconv-lite';
import { Fault } from '../../../../domain/faults.ts';
import type { Encoding } from './detect-encoding.ts';

/**
 * A text in an encoding of its file.
 * @throws Fault `validation_failed` when the encoding has no such letters
 */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = encode(text, encoding);
  if (decode(bytes, encoding, { stripBOM: false }) === text) return bytes;
  throw new Fault(
    'validation_failed',
    `Some letters cannot be written in ${encoding}; save the file as UTF-8 first`,
  );
}
