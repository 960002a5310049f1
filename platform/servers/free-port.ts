import { createServer } from 'node:net';

const listenOnce = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : null);
      });
    });
  });

/** True when nobody listens on that loopback port. */
export const isPortFree = async (port: number): Promise<boolean> => (await listenOnce(port)) !== null;

/** A loopback port that is free now. */
export const freePort = async (): Promise<number> => {
  const port = await listenOnce(0);
  if (port === null) throw new Error('The operating system has no free port on 127.0.0.1');
  return port;
};
