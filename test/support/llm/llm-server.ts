import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's model says, in no provider's format. */
export type ModelReply =
  | { readonly text: string }
  | { readonly refusal: string }
  /** The text as far as the token limit let it come. */
  | { readonly cutOff: string }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
    }
  /** Whatever a broken server or a proxy in between may send. */
  | { readonly raw: string; readonly contentType: string }
  | { readonly hang: true };

/** What a model was asked. */
export interface ModelRequest {
  readonly model: string;
  readonly instructions: string;
  readonly data: string;
  readonly schema: unknown;
  readonly headers: IncomingHttpHeaders;
}

/** A provider's wire format: how a request is read and how a reply is written. */
export interface Wire {
  readonly name: 'openai' | 'gemini';
  readRequest(path: string, body: Record<string, unknown>): Omit<ModelRequest, 'headers'>;
  answerOf(reply: { readonly text?: string; readonly refusal?: string; readonly cutOff?: string }): unknown;
  errorOf(status: number, message: string): unknown;
  /** The texts to embed, or undefined when it is another request. */
  textsToEmbed(path: string, body: Record<string, unknown>): readonly string[] | undefined;
  embeddingsOf(vectors: readonly (readonly number[])[]): unknown;
}

export interface LlmServer {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  /** Texts of every embedding request. */
  readonly embedded: readonly (readonly string[])[];
  close(): Promise<void>;
}

/** Every wire format counts these, whatever was said: tests add them up. */
export const usedTokens = { in: 120, out: 30 } as const;

/** A vector of eight places that says which letters a text has: enough to tell texts apart. */
export const letterVector = (text: string): number[] => {
  const vector = new Array<number>(8).fill(0.01);
  for (const letter of text.toLowerCase()) {
    const place = letter.charCodeAt(0) % vector.length;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return vector;
};

const send = (
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void => {
  response.writeHead(status, headers).end(body);
};

const respond = (wire: Wire, reply: ModelReply, response: ServerResponse): void => {
  const json = { 'content-type': 'application/json' };
  if ('hang' in reply) return;
  if ('raw' in reply) send(response, 200, reply.raw, { 'content-type': reply.contentType });
  else if ('status' in reply) {
    const body = JSON.stringify(wire.errorOf(reply.status, reply.message ?? 'no'));
    send(response, reply.status, body, { ...json, ...reply.headers });
  } else send(response, 200, JSON.stringify(wire.answerOf(reply)), json);
};

/** A request of a form that the wire does not know is an error of the caller: the test sees it as a 404. */
const readOrRefuse = <T>(read: () => T, response: ServerResponse): T | undefined => {
  try {
    return read();
  } catch (error) {
    send(response, 404, String(error), { 'content-type': 'text/plain' });
    return undefined;
  }
};

/** A local server that a provider's real SDK takes for the provider; `answer` is the model. */
export const startLlmServer = async (
  wire: Wire,
  answer: (request: ModelRequest) => ModelReply,
): Promise<LlmServer> => {
  const requests: ModelRequest[] = [];
  const embedded: (readonly string[])[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
      const texts = wire.textsToEmbed(path, body);
      if (texts !== undefined) {
        embedded.push(texts);
        const vectors = JSON.stringify(wire.embeddingsOf(texts.map(letterVector)));
        send(response, 200, vectors, { 'content-type': 'application/json' });
        return;
      }
      const read = readOrRefuse(() => wire.readRequest(path, body), response);
      if (read === undefined) return;
      const asked = { ...read, headers: request.headers };
      requests.push(asked);
      respond(wire, answer(asked), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    embedded,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};
