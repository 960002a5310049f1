import { join } from 'node:path';
import type { NextConfig } from 'next';

const root = join(import.meta.dirname, '..');

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  turbopack: { root },
  outputFileTracingRoot: root,
  // The address under which the pictures were always found.
  redirects: () =>
    Promise.resolve([
      { source: '/architecture.html', destination: '/architecture/systems-overview', permanent: false },
    ]),
};

export default config;
