import { join } from 'node:path';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import { withProgress } from '../platform/servers/progress.ts';
import type { Progress } from '../platform/servers/progress.ts';
import { ensureConnection } from './ensure-connection.ts';
import { ensurePolicy } from './ensure-policy.ts';
import { ensureTenant } from './ensure-tenant.ts';
import { ingest } from './ingest.ts';
import type { KnownOverlaps } from './known-overlaps.ts';
import type { DemoSettings } from './settings-file.ts';
import type { PreparedSources, SourceContext } from './source-context.ts';
import type { SourceSummary } from './summary.ts';

export interface DemoRun {
  readonly apiUrl: string;
  readonly settings: DemoSettings;
  /** FILESOURCE_ROOT of the worker. */
  readonly filesRoot: string;
  readonly sources: Omit<SourceContext, 'tenantFolder' | 'onProgress'>;
  readonly fill: (context: SourceContext) => Promise<PreparedSources>;
  readonly onProgress: Progress;
}

export interface DemoOutcome {
  /** Signed in as the demo tenant's admin. */
  readonly api: ApiClient;
  readonly tenantId: string;
  readonly sources: readonly SourceSummary[];
  readonly notes: readonly string[];
  /** What unification should find, where that is known. */
  readonly overlaps: KnownOverlaps | undefined;
}

const health = z.object({ slug: z.string(), quarantined: z.number() });

const heldBySlug = async (api: ApiClient): Promise<ReadonlyMap<string, number>> => {
  const connections = await api.list(health, '/mesh/connections');
  return new Map(connections.map(({ slug, quarantined }) => [slug, quarantined]));
};

/** On a running platform: makes tenant and connections where they are missing, fills the sources and ingests them all. */
export const runDemo = async (run: DemoRun): Promise<DemoOutcome> => {
  const { onProgress } = run;
  const { api, tenantId } = await withProgress(onProgress, 'The demo tenant signs in', () =>
    ensureTenant(run.apiUrl, run.settings),
  );
  const context = { ...run.sources, onProgress, tenantFolder: join(run.filesRoot, tenantId) };
  const { connections, notes, overlaps } = await withProgress(onProgress, 'The sources are filled', () =>
    run.fill(context),
  );
  for (const note of notes) onProgress(note);
  await ensurePolicy(api);
  const ids: { slug: string; system: string; id: string }[] = [];
  for (const connection of connections)
    ids.push({ ...connection, id: await ensureConnection(api, connection) });
  onProgress(`Ingesting ${connections.map(({ slug }) => slug).join(', ')}`);
  const results = await Promise.all(
    ids.map(async ({ slug, system, id }) => ({
      slug,
      system,
      result: await ingest(api, { id, slug }, onProgress),
    })),
  );
  const held = await heldBySlug(api);
  const sources = results.map((each) => ({ ...each, held: held.get(each.slug) ?? 0 }));
  return { api, tenantId, sources, notes, overlaps };
};
