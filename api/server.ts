import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../platform/config.ts';
import { endOnDefect } from '../platform/end-on-defect.ts';
import { armFailpoint } from '../platform/failpoint.ts';
import { createLogger } from '../platform/logger.ts';
import type { Logger } from '../platform/logger.ts';
import { createApp } from './app.ts';
import { mountConsole } from './console.ts';
import { createDeps } from './create-deps.ts';
import { createHttpServer } from './create-http-server.ts';
import { createReadiness } from './readiness.ts';
import { attachEventSocket } from './streams/event-socket.ts';

const drainMs = 10_000;

/** Starts the API process: listens, and on SIGTERM or SIGINT turns unready, finishes what runs, and exits with 0 (1 after a defect). */
export const startServer = async (): Promise<void> => {
  const config = readConfig();
  const logger = createLogger('api', config.LOG_LEVEL);
  endOnDefect(logger);
  armFailpoint(config.AUTONOMOS_FAILPOINT);
  const deps = createDeps(config, logger);
  const readiness = createReadiness(deps);
  const console = config.SERVE_CONSOLE ? await mountConsole(logger) : undefined;
  const server = createHttpServer(createApp({ deps, readiness, console }));
  const closeSockets = attachEventSocket(server, deps);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  logger.info({ host: config.HOST, port }, 'listening');

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    readiness.drain();
    // Streams end now and resume elsewhere; requests get their time.
    deps.events.shutdown();
    closeSockets();
    logger.info({ signal }, 'stopping');
    void drain(server, logger)
      .then(() => deps.close())
      .finally(() => process.exit());
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

/** Lets requests end within ten seconds, then cuts what is left (streams reconnect elsewhere by themselves). */
const drain = async (server: Server, logger: Logger): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  // Connections that are busy now must not linger for a next request.
  server.keepAliveTimeout = 1;
  const timer = setTimeout(() => {
    logger.warn('cutting what has not ended in time');
    server.closeAllConnections();
  }, drainMs);
  await closed;
  clearTimeout(timer);
};

if (import.meta.main)
  await startServer().catch((error: unknown) => {
    // The console's server catches what nobody else does and would keep an API alive that listens nowhere.
    createLogger('api', 'error').fatal({ error }, 'the API did not start');
    process.exit(1);
  });
