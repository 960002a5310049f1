import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { isFault } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';
import type { DemoConnection } from './demo-connection.ts';

const listed = z.object({
  connection_id: z.string(),
  slug: z.string(),
  name: z.string(),
  system: z.string(),
});
const detail = z.object({
  connection_id: z.string(),
  version: z.number(),
  config: z.record(z.string(), z.json()),
});

/**
 * Makes the connection, or brings an existing one to the addresses of today; answers its id. The slug of one that a person has
 * removed stays taken: the one made in its place gets another and is known by its name.
 */
export const ensureConnection = async (api: ApiClient, wanted: DemoConnection): Promise<string> => {
  const { slug, name, system, config, credentials } = wanted;
  const secret = credentials === undefined ? {} : { credentials };
  const all = await api.list(listed, '/connections');
  const known =
    all.find((connection) => connection.slug === slug) ??
    all.find((connection) => connection.name === name && connection.system === system);
  if (known === undefined) {
    const make = async (body: Json): Promise<string> =>
      (await api.call(detail, 'POST', '/connections', body)).connection_id;
    const anew = { name, system, config, ...secret };
    return await make({ slug, ...anew }).catch((error: unknown) => {
      if (!isFault(error) || error.code !== 'conflict') throw error;
      return make(anew);
    });
  }
  const path = `/connections/${known.connection_id}`;
  const { config: now, version } = await api.call(detail, 'GET', path);
  const agrees = Object.entries(config).every(([field, value]) => isDeepStrictEqual(now[field], value));
  if (!agrees) await api.call(detail, 'PATCH', path, { version, config, ...secret });
  return known.connection_id;
};
