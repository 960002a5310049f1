import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { z } from 'zod';
import type { Common, ErasedReply } from '../endpoint.ts';

/** An answer ready to be sent or kept: JSON is rendered once, so a repeat is equal byte by byte. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Writes a body that is not JSON; such an answer is never kept. */
  readonly send?: ErasedReply['send'];
}

/** A JSON answer. */
export const jsonAnswer = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/**
 * The handler's reply as an answer. With `check`, a body that does not fit the declared schema throws: what OpenAPI
 * promises is what tests see.
 */
export const renderReply = (endpoint: Common, reply: ErasedReply, check: boolean): Answer => {
  const declared = endpoint.replies[reply.status];
  if (declared === undefined) {
    throw new Error(
      `${endpoint.id} answers ${reply.status} ${STATUS_CODES[reply.status] ?? ''}, which it does not declare`,
    );
  }
  const headers = reply.headers ?? {};
  if (declared === null) return { status: reply.status, headers, body: '' };
  if (!(declared instanceof z.ZodType)) {
    const typed = { 'Content-Type': declared.contentType, ...headers };
    return { status: reply.status, headers: typed, body: '', send: reply.send };
  }
  if (check) declared.parse(reply.body);
  return jsonAnswer(reply.status, headers, reply.body);
};

/** Sends an answer; resolves when its body is handed over. */
export const sendAnswer = async (response: Response, answer: Answer): Promise<void> => {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.send !== undefined) {
    await answer.send(response);
    return;
  }
  // A text leaves in one write with its headers; bytes would take a second one.
  response.setHeader('Content-Length', Buffer.byteLength(answer.body));
  response.end(answer.body);
};
