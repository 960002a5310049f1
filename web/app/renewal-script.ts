import { apiOrigin } from '../lib/api-origin';
import { renew } from '../lib/session/renew';
import { callText } from './page-script';

/** Asks for the token while the page's scripts are still on their way: everything a member sees waits for it. */
export const renewalScript = `(window.auRenewal = ${callText(renew, apiOrigin)}).catch(() => undefined);`;
