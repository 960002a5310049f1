import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { isEventSocket } from './streams/event-socket.ts';

/** A token of 100 kB must be refused by us, like any other wrong one, and not by the parser. */
const maxHeaderSize = 128 * 1024;

/**
 * The HTTP server around the API. Whoever asks another address to speak another protocol (curl --http2 does so of all) is
 * answered in this one, as RFC 9110 (7.8) allows: Node would hand us the bare socket, with nobody to answer on it.
 */
export const createHttpServer = (app: RequestListener): Server =>
  createServer({ maxHeaderSize, shouldUpgradeCallback: isEventSocket }, app);
