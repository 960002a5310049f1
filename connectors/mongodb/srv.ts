/** `mongodb+srv`, resolved by ourselves, so that each host passes the guard before anything connects to it. */
import { Resolver } from 'node:dns/promises';
import { Fault } from '../../domain/faults.ts';

export interface SrvResolver {
  readonly resolveSrv: (name: string) => Promise<readonly { readonly name: string; readonly port: number }[]>;
  readonly resolveTxt: (name: string) => Promise<readonly (readonly string[])[]>;
}

export interface SrvAnswer {
  readonly hosts: readonly string[];
  readonly authSource: string | undefined;
}

const systemResolver = (): SrvResolver => new Resolver({ timeout: 3000, tries: 2 });

/** The part of a cluster's name that all its hosts must share: everything after its first label. */
const domainOf = (cluster: string): string =>
  cluster.toLowerCase().replace(/\.$/, '').split('.').slice(1).join('.');

const authSourceOf = (records: readonly (readonly string[])[]): string | undefined =>
  new URLSearchParams(records.map((parts) => parts.join('')).join('&')).get('authSource') ?? undefined;

/**
 * The hosts of a cluster, as `host:port`, and the authentication database that its TXT record names.
 * https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md
 * @throws Fault `source_unreachable` (no answer), `egress_refused` (a host outside the cluster's own domain)
 */
export const resolveCluster = async (
  cluster: string,
  resolver: SrvResolver = systemResolver(),
): Promise<SrvAnswer> => {
  const domain = domainOf(cluster);
  if (domain.split('.').length < 2)
    throw new Fault(
      'source_config_invalid',
      `${cluster} is no name of a cluster: it needs three labels at least`,
    );
  let records: Awaited<ReturnType<SrvResolver['resolveSrv']>>;
  try {
    records = await resolver.resolveSrv(`_mongodb._tcp.${cluster}`);
  } catch (cause) {
    throw new Fault('source_unreachable', `${cluster} has no SRV record. Check the name.`, { cause });
  }
  const hosts = records.map(({ name, port }) => ({ name: name.toLowerCase().replace(/\.$/, ''), port }));
  for (const { name } of hosts)
    if (!name.endsWith(`.${domain}`))
      throw new Fault('egress_refused', `${cluster} points to ${name}, which is outside ${domain}`);
  // A cluster without a TXT record is common.
  const options = await resolver.resolveTxt(cluster).catch(() => []);
  return { hosts: hosts.map(({ name, port }) => `${name}:${port}`), authSource: authSourceOf(options) };
};
