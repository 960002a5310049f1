import { apiOrigin } from '../lib/api-origin';
import { renew } from '../lib/session/renew';

/** Asks for the token while the page's scripts are still on their way: everything a member sees waits for it. */
export const renewalScript = `(window.auRenewal = (${renew.toString()})(${JSON.stringify(apiOrigin)})).catch(() => undefined);`;
