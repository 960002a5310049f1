import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Request, RequestHandler } from 'express';
import next from 'next';
import type { Logger } from '../platform/logger.ts';
import { pageRequest } from '../web/lib/page-request.ts';
import { consoleHeaders } from './gateway/security-headers.ts';

/** The default import of this CommonJS package is typed as the module but is the function at run time. */
const createNext = next as unknown as typeof next.default;

/** Next's handler for the built console, or undefined when there is no build (the API then answers alone). */
export const mountConsole = async (logger: Logger): Promise<RequestHandler | undefined> => {
  const dir = fileURLToPath(new URL('../web', import.meta.url));
  if (!existsSync(`${dir}/.next/BUILD_ID`)) {
    logger.warn('the console is not built (npm run build); serving the API alone');
    return undefined;
  }
  const app = createNext({ dev: false, dir });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response, forward) => {
    nameAddress(request);
    consoleHeaders(request, response, (error?: unknown) => {
      if (error === undefined) handle(request, response).catch(forward);
      else forward(error);
    });
  };
};

/**
 * Tells the console which page a browser is opening; empty for what an open page fetches, since an answer to that is kept, and would
 * send people to sign-in who have signed in meanwhile.
 */
const nameAddress = ({ headers, originalUrl }: Request): void => {
  headers[pageRequest.address] = headers['rsc'] === undefined ? originalUrl : '';
};
