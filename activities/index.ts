import type { Mapping } from '../domain/mapping/types.ts';
import { createAdmissionActivities } from './admission.ts';
import { createCheckActivities } from './check-connection.ts';
import type { Deps } from './deps.ts';
import { createDiscoverActivities } from './discover.ts';
import { atEdge } from './edge.ts';
import { createMutateSourceActivities } from './mutate-source.ts';
import { createObserveActivities } from './observe.ts';
import { createReadObjectActivities } from './read-object.ts';
import { createReplayActivities } from './replay-object.ts';
import { createBeatActivities, createScheduleActivities } from './schedule.ts';
import { createSweepActivities } from './sweep-keys.ts';
import { createTaskActivities } from './tasks.ts';

/** Short steps on our own database, for the control queue. */
export const controlActivities = (deps: Deps) =>
  atEdge({
    ...createTaskActivities(deps),
    ...createAdmissionActivities(deps),
    ...createScheduleActivities(deps),
  });

/** What talks to sources or moves many rows, for the ingest queue. */
export const ingestActivities = (deps: Deps & { readonly defaults: readonly Mapping[] }) =>
  atEdge({
    ...createDiscoverActivities(deps),
    ...createCheckActivities(deps),
    ...createObserveActivities(deps),
    ...createMutateSourceActivities(deps),
    ...createReadObjectActivities(deps),
    ...createSweepActivities(deps),
    ...createReplayActivities(deps),
    ...createBeatActivities(),
  });
