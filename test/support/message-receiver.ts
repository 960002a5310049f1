import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface MessageReceiver {
  readonly url: string;
  /** `host:port`, as EGRESS_ALLOW names it. */
  readonly address: string;
  readonly messages: readonly ReceivedMessage[];
  close(): Promise<void>;
}

/** A server that takes messages by POST, and answers as `statusOf` says of each; 200 unless told. */
export const startMessageReceiver = async (
  statusOf: (message: ReceivedMessage) => number = () => 200,
): Promise<MessageReceiver> => {
  const messages: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const message = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        json: JSON.parse(text) as Record<string, unknown>,
      };
      messages.push(message);
      response.writeHead(statusOf(message)).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: `http://${address}`,
    address,
    messages,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
