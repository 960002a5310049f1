import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { pageRequest } from '../../web/lib/page-request.ts';

type Directives = Readonly<Record<string, readonly (string | ((request: IncomingMessage) => string))[]>>;

const headers = (directives: Directives): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: Object.fromEntries(
        Object.entries({ ...directives, 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] }).map(
          ([name, values]) => [name, [...values]],
        ),
      ),
    },
    // Production sits behind TLS; a browser ignores the field over plain HTTP.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  }) as RequestHandler;

/** JSON and event streams load nothing. */
export const apiHeaders = headers({ 'default-src': ["'none'"] });

/** Swagger UI and ReDoc from this origin: both write styles in place, ReDoc searches in a blob worker. */
export const docsHeaders = headers({
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'worker-src': ['blob:'],
  'child-src': ['blob:'],
});

const pageHeaders = headers({
  'default-src': ["'self'"],
  'script-src': ["'self'", ({ headers: fields }) => `'nonce-${String(fields[pageRequest.nonce])}'`],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'object-src': ["'none'"],
  'form-action': ["'self'"],
});

/** The console: of the scripts in a page itself only those run that carry the nonce of this very answer. */
export const consoleHeaders: RequestHandler = (request, response, next) => {
  const nonce = randomBytes(16).toString('base64');
  request.headers[pageRequest.nonce] = nonce;
  // Where Next looks for what it is to put on its own.
  request.headers['content-security-policy'] = `script-src 'nonce-${nonce}'`;
  pageHeaders(request, response, next);
};
