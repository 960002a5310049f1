import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import type { Json } from '../domain/json.ts';
import type { DemoConnection } from './demo-connection.ts';

const listed = z.object({
  data: z.array(z.object({ connection_id: z.string(), slug: z.string() })),
});
const detail = z.object({
  connection_id: z.string(),
  version: z.number(),
  config: z.record(z.string(), z.json()),
});

/** Makes the connection, or brings an existing one to the addresses of today; answers its id. */
export const ensureConnection = async (api: ApiClient, wanted: DemoConnection): Promise<string> => {
  const { slug, name, system, config, credentials } = wanted;
  const secret = credentials === undefined ? {} : { credentials };
  const { data } = await api.call(listed, 'GET', '/connections?limit=200');
  const known = data.find((connection) => connection.slug === slug);
  if (known === undefined) {
    const body: Json = { slug, name, system, config, ...secret };
    return (await api.call(detail, 'POST', '/connections', body)).connection_id;
  }
  const path = `/connections/${known.connection_id}`;
  const { config: now, version } = await api.call(detail, 'GET', path);
  const agrees = Object.entries(config).every(([field, value]) => isDeepStrictEqual(now[field], value));
  if (!agrees) await api.call(detail, 'PATCH', path, { version, config, ...secret });
  return known.connection_id;
};
