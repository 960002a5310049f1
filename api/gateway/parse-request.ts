import { isUtf8 } from 'node:buffer';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { Fault } from '../../domain/faults.ts';
import type { FieldFault } from '../../domain/faults.ts';
import type { Endpoint } from '../endpoint.ts';
import { unstorable } from './unstorable.ts';

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const mostDepth = 64;

/** Refuses what is not UTF-8, as RFC 8259 demands of JSON: the parser would put other characters in the place of broken ones. */
const refuseOtherEncodings = (bytes: Buffer, encoding: string): void => {
  if (encoding !== 'utf-8')
    throw new Fault('unsupported_media_type', 'Send the body as UTF-8 application/json');
  if (!isUtf8(bytes)) throw new Fault('invalid_request', 'The body is not UTF-8');
};

/** Refuses bodies nested so deep that walking them could exhaust the stack. */
const refuseDeepNesting = (bytes: Buffer): void => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > mostDepth)
        throw new Fault('invalid_request', `The body is nested deeper than ${mostDepth} levels`);
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
};

const parseJson: RequestHandler = express.json({
  limit: '1mb',
  strict: false,
  type: 'application/json',
  verify: (_request, _response, bytes, encoding) => {
    refuseOtherEncodings(bytes, encoding);
    refuseDeepNesting(bytes);
  },
});

const readBody = async (request: Request, response: Response): Promise<unknown> => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return undefined;
  if (request.is('application/json') === false) {
    throw new Fault('unsupported_media_type', 'Send the body as application/json');
  }
  await new Promise<void>((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The body cannot be read'));
    });
  });
  return request.body;
};

const pointerOf = (prefix: string, path: readonly PropertyKey[]): string =>
  prefix + path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const fieldFaults = (prefix: string, error: z.ZodError): FieldFault[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({
          pointer: pointerOf(prefix, [...issue.path, name]),
          code: 'unknown_field',
          message: 'There is no such field; remove it or correct its name',
        }))
      : [{ pointer: pointerOf(prefix, issue.path), code: issue.code, message: issue.message }],
  );

/** Query faults point as `?name`, body faults as a JSON pointer. */
const parsePart = (schema: z.ZodType, value: unknown, part: 'query' | 'body'): unknown => {
  const bad = unstorable(value);
  const parsed = schema.safeParse(value);
  if (parsed.success && bad.length === 0) return parsed.data;
  const others = parsed.success ? [] : fieldFaults('', parsed.error);
  const known = new Set(bad.map(({ pointer }) => pointer));
  const errors = [...bad, ...others.filter(({ pointer }) => !known.has(pointer))].map((fault) =>
    part === 'query' ? { ...fault, pointer: `?${fault.pointer.slice(1)}` } : fault,
  );
  throw new Fault('validation_failed', `Correct the ${part} as \`errors\` says`, { errors });
};

const noQuery = (query: object): void => {
  const errors = Object.keys(query).map((name) => ({
    pointer: `?${name}`,
    code: 'unknown_field',
    message: 'There is no such parameter; remove it or correct its name',
  }));
  if (errors.length > 0) throw new Fault('validation_failed', 'This address takes no query', { errors });
};

/** Reads and checks what an endpoint declares; whatever it does not declare is refused. */
export const parseRequest = async (
  { params, query, body, rawBody }: Endpoint,
  request: Request,
  response: Response,
): Promise<Input> => {
  const named = params?.safeParse(request.params);
  const misnamed = unstorable(request.params);
  // An id that cannot be one names nothing.
  if (named?.success === false || misnamed.length > 0) {
    throw new Fault('not_found', 'The address names nothing that exists', {
      errors: named?.success === false ? fieldFaults('', named.error) : misnamed,
    });
  }
  if (query === undefined) noQuery(request.query);
  const parsedQuery = query === undefined ? undefined : parsePart(query, request.query, 'query');
  if (rawBody !== undefined) return { params: named?.data, query: parsedQuery, body: undefined };
  const given = await readBody(request, response);
  if (body === undefined) {
    if (given !== undefined) throw new Fault('validation_failed', 'This address takes no body');
    return { params: named?.data, query: parsedQuery, body: undefined };
  }
  return { params: named?.data, query: parsedQuery, body: parsePart(body, given, 'body') };
};
