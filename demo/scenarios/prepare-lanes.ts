import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import type { DemoSettings } from '../settings-file.ts';
import type { SalesforceSimulator } from '../simulators/salesforce/server.ts';
import { filesLane } from './files-lane.ts';
import type { Lane } from './lane.ts';
import { mongodbLane } from './mongodb-lane.ts';
import { postgresLane } from './postgres-lane.ts';
import { salesforceLane } from './salesforce-lane.ts';

export interface LaneSources {
  readonly postgresUrl: string;
  readonly mongodbUrl: string;
  readonly tenantFolder: string;
  /** An org of its own, in memory. */
  readonly simulator: SalesforceSimulator;
  readonly settings: DemoSettings;
}

const connection = z.object({ connection_id: z.string(), slug: z.string() });
const driftSlug = /^drift-(?:postgres|mongodb|files|salesforce)-(\w+)$/;

/** Sources of a new run; those of former runs go, with their connections. Their events stay in the stream. */
export const prepareLanes = async (api: ApiClient, sources: LaneSources): Promise<readonly Lane[]> => {
  const former = (await api.list(connection, '/connections')).filter(({ slug }) => driftSlug.test(slug));
  for (const { connection_id: id } of former) await api.call(z.unknown(), 'DELETE', `/connections/${id}`);
  const formerRuns = [...new Set(former.map(({ slug }) => driftSlug.exec(slug)?.[1] ?? ''))];
  const run = Date.now().toString(36);
  const { postgresUrl, mongodbUrl, tenantFolder, simulator, settings } = sources;
  return [
    await postgresLane(postgresUrl, run, formerRuns),
    await mongodbLane(mongodbUrl, run, formerRuns),
    await filesLane(tenantFolder, run, formerRuns),
    salesforceLane(simulator, settings, run),
  ];
};
