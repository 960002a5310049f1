import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { Config } from '../../platform/config.ts';

/** Who sends a request that Express does not see, as `request.ip` says of the others: proxies that are trusted are seen through. */
export const addressReader = ({
  TRUSTED_PROXIES,
}: Pick<Config, 'TRUSTED_PROXIES'>): ((request: IncomingMessage) => string) => {
  const trusted = proxyAddr.compile(TRUSTED_PROXIES);
  return (request) => proxyAddr(request, trusted);
};
