import { join } from 'node:path';
import type { NextConfig } from 'next';

const root = join(import.meta.dirname, '..');

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  turbopack: { root },
  outputFileTracingRoot: root,
  // A page's frame holds no data, so one that was open is shown again without asking for it.
  experimental: { staleTimes: { dynamic: 300 } },
  // The address under which the pictures were always found.
  redirects: () =>
    Promise.resolve([
      { source: '/architecture.html', destination: '/architecture/systems-overview', permanent: false },
    ]),
};

export default config;
