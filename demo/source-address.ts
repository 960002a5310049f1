import type { DemoConnection } from './demo-connection.ts';

const portOf = (url: URL, usual: number): number => (url.port === '' ? usual : Number(url.port));
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** `host:port` as EGRESS_ALLOW writes it. */
export const egressPair = (address: string, usualPort: number): string => {
  const url = new URL(address);
  return `${url.hostname}:${portOf(url, usualPort)}`;
};

/** Whether a host is this machine, where nothing needs to be encrypted. */
const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[?::1\]?)$/.test(host);

/** Configuration and credentials of a PostgreSQL address, for one schema of it. */
export const postgresSettings = (
  address: string,
  schema: string,
): Required<Pick<DemoConnection, 'config' | 'credentials'>> => {
  const url = new URL(address);
  return {
    config: {
      host: bare(url.hostname),
      port: portOf(url, 5432),
      database: decodeURIComponent(url.pathname.slice(1)),
      user: decodeURIComponent(url.username),
      schema,
      ssl: isLoopback(url.hostname) ? 'disable' : 'verify-full',
      testSource: true,
    },
    credentials: { password: decodeURIComponent(url.password) },
  };
};

/** Configuration and credentials of a MongoDB address, for one database of it. */
export const mongodbSettings = (
  address: string,
  database: string,
): Required<Pick<DemoConnection, 'config' | 'credentials'>> => {
  const url = new URL(address);
  const user = decodeURIComponent(url.username);
  const authSource = url.searchParams.get('authSource');
  return {
    config: {
      hosts: [`${url.hostname}:${portOf(url, 27017)}`],
      database,
      tls: isLoopback(url.hostname) ? 'disable' : 'verify-full',
      ...(user === '' ? {} : { user }),
      ...(authSource === null ? {} : { authSource }),
      testSource: true,
    },
    credentials: { password: decodeURIComponent(url.password) },
  };
};
