import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import type { ApiClient } from './api-client.ts';

export const connectionRow = z.object({
  connection_id: z.string(),
  slug: z.string(),
  name: z.string(),
  system: z.string(),
  status: z.string(),
  status_reason: z.string().nullable(),
});
export type ConnectionRow = z.infer<typeof connectionRow>;

/** The connection with this slug or id. Throws `not_found`. */
export const findConnection = async (api: ApiClient, named: string): Promise<ConnectionRow> => {
  const rows = await api.list(connectionRow, '/connections');
  const found = rows.find(({ connection_id, slug }) => connection_id === named || slug === named);
  if (found !== undefined) return found;
  throw new Fault('not_found', `There is no connection ${named}; autonomos connections list shows all`);
};

/** Slugs by id, of connections that were not deleted. */
export const connectionSlugs = async (api: ApiClient): Promise<ReadonlyMap<string, string>> => {
  const rows = await api.list(connectionRow, '/connections');
  return new Map(rows.map(({ connection_id, slug }) => [connection_id, slug]));
};
