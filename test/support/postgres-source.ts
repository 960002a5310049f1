import { databaseUrl } from './services.ts';

/** How a connection reaches one schema of the test server: as its superuser, past any proxy, unless `more` says otherwise. */
export const postgresSource = (schema: string, more: Readonly<Record<string, unknown>> = {}) => {
  const server = new URL(databaseUrl());
  return {
    system: 'supabase',
    config: {
      host: server.hostname,
      port: Number(server.port),
      database: server.pathname.slice(1),
      user: decodeURIComponent(server.username),
      schema,
      ssl: 'disable',
      ...more,
    },
    credentials: { password: decodeURIComponent(server.password) },
  };
};
