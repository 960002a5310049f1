import { Fault, isFault } from '../../domain/faults.ts';
import { assertPublicHost } from '../../platform/http-guard.ts';

/**
 * Refuses a callback to an address that must not be reached from here (`egress_refused`). It is checked again when it is
 * called: names may point elsewhere by then.
 */
export const refusePrivate = async (callbackUrl: string, egressAllow: readonly string[]): Promise<void> => {
  const { hostname, port, protocol, username } = new URL(callbackUrl);
  const refuse = (message: string): Fault =>
    new Fault('egress_refused', message, {
      errors: [{ pointer: '/callback_url', code: 'egress_refused', message }],
    });
  if (username !== '') throw refuse('Leave user and password out of the callback address');
  const pair = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  if (protocol !== 'https:' && !egressAllow.includes(`${hostname}:${pair}`))
    throw refuse('Give an https address for the callback');
  try {
    await assertPublicHost(hostname, pair, egressAllow);
  } catch (error) {
    throw isFault(error) ? refuse(error.message) : error;
  }
};
