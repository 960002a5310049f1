import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Directives = Readonly<Record<string, readonly string[]>>;

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

/** The console: Next starts itself by scripts in the page. */
export const consoleHeaders = headers({
  'default-src': ["'self'"],
  'script-src': ["'self'", "'unsafe-inline'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'object-src': ["'none'"],
  'form-action': ["'self'"],
});
