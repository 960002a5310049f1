import { Fault } from '../../domain/faults.ts';

/** Salesforce's own domains: commercial, government, China. Tokens go nowhere else. */
const domains = ['salesforce.com', 'force.com', 'salesforce.mil', 'sfcrmproducts.cn', 'cloudforce.com'];

const portOf = (url: URL): string =>
  url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;

/**
 * The origin of a login or instance address. Both come from outside (a form, a token answer), so they must be of Salesforce
 * or stand in `egressAllow`.
 * @throws Fault `egress_refused`.
 */
export const salesforceOrigin = (address: string, egressAllow: readonly string[]): string => {
  const url = URL.parse(address);
  if (url === null) throw new Fault('source_config_invalid', 'The Salesforce address is not a URL.');
  if (egressAllow.includes(`${url.hostname}:${portOf(url)}`)) return url.origin;
  const known = domains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
  if (known && url.protocol === 'https:' && url.port === '') return url.origin;
  throw new Fault(
    'egress_refused',
    `${url.host} is not an address of Salesforce. Check the login address (My Domain).`,
  );
};
