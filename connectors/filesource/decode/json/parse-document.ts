import { isUtf8 } from 'node:buffer';
import type { Json } from '../../../../domain/json.ts';
import { scanJson } from './scan-json.ts';

export type Document = Readonly<Record<string, Json>>;

/** A document, or why it cannot be taken. */
export type ParsedDocument =
  { readonly document: Document } | { readonly code: string; readonly message: string };

/**
 * Reads one JSON document. Refused are documents that two readers could take differently (a key twice in one object, RFC 8259
 * section 4) and those nested deeper than 64. Numbers that a double cannot hold come out as strings with all their digits.
 */
export function parseDocument(bytes: Buffer): ParsedDocument {
  if (!isUtf8(bytes))
    return { code: 'invalid_utf8', message: 'The document is not valid UTF-8; save the file as UTF-8' };
  const text = bytes.toString('utf8');
  if (text.includes('\\u0000') || text.includes('\0')) {
    return { code: 'nul_byte', message: 'The document holds NUL characters, which no text may; remove them' };
  }
  try {
    const fault = scanJson(text);
    if (fault !== null) return fault;
    const value: unknown = /\d{16}|\d[eE]|\.\d{15}/.test(text)
      ? JSON.parse(text, exactNumber)
      : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { document: value as Document };
    return { code: 'no_document', message: 'This is no JSON object; write each record as an object' };
  } catch {
    return { code: 'broken_json', message: 'This is no valid JSON, perhaps cut off; write the record again' };
  }
}

interface Context {
  readonly source?: string;
}

/** Keeps a number's own digits where the double reads back as another number. */
function exactNumber(_key: string, value: unknown, context?: Context): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  if (!Number.isFinite(value)) return source;
  return digitsOf(source) === digitsOf(String(value)) ? value : source;
}

/** The significant digits of a number; equal digits of a number and its double mean that nothing was lost. */
function digitsOf(number: string): string {
  const [mantissa = ''] = number.toLowerCase().split('e');
  return mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}
