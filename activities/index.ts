import type { Mapping } from '../domain/mapping/types.ts';
import { createAoaActivities } from './agents/aoa.ts';
import { createAgentActivities, createAgentControlActivities } from './agents/run-agent.ts';
import { createWriteBackActivities, createWriteBackLookActivities } from './agents/write-back.ts';
import { createAdmissionActivities } from './admission.ts';
import { createCheckActivities } from './check-connection.ts';
import type { Deps } from './deps.ts';
import { createDclActivities } from './dcl/build-generation.ts';
import { createDiscoverActivities } from './discover.ts';
import { atEdge, beating } from './edge.ts';
import { createMutateSourceActivities } from './mutate-source.ts';
import { createObserveActivities } from './observe.ts';
import { createReadObjectActivities } from './read-object.ts';
import { createApplyActivities } from './repair/apply-repair.ts';
import { createLookActivities } from './repair/look-at-ticket.ts';
import { createPassActivities } from './repair/pass-repair.ts';
import { createProposeActivities } from './repair/propose-repair.ts';
import { createSettleActivities } from './repair/settle-ticket.ts';
import { createTicketReplayActivities } from './repair/ticket-replay.ts';
import { createUndoActivities } from './repair/undo-repair.ts';
import { createReplayActivities } from './replay-object.ts';
import { createScheduleActivities } from './schedule.ts';
import { createSuggestActivities } from './suggest-mappings.ts';
import { createSweepActivities } from './sweep-keys.ts';
import { createTaskActivities } from './tasks.ts';

/** Short steps on our own database, for the control queue. */
export const controlActivities = (deps: Deps) =>
  atEdge(
    beating({
      ...createTaskActivities(deps),
      ...createAdmissionActivities(deps),
      ...createScheduleActivities(deps),
      ...createLookActivities(deps),
      ...createSettleActivities(deps),
      ...createApplyActivities(deps),
      ...createTicketReplayActivities(deps),
      ...createUndoActivities(deps),
      ...createAgentControlActivities(deps),
      ...createWriteBackLookActivities(deps),
      ...createAoaActivities(deps),
    }),
  );

type SourceDeps = Deps & { readonly defaults: readonly Mapping[] };

/** Calls to sources that are over in minutes, for the source queue. */
export const sourceActivities = (deps: SourceDeps) =>
  atEdge({
    ...createDiscoverActivities(deps),
    ...createCheckActivities(deps),
    ...createObserveActivities(deps),
    ...createMutateSourceActivities(deps),
    ...createSuggestActivities(deps),
    ...createProposeActivities(deps),
    ...createWriteBackActivities(deps),
  });

/** What moves many rows, for the ingest queue. */
export const ingestActivities = (deps: Deps) =>
  atEdge({
    ...createReadObjectActivities(deps),
    ...createSweepActivities(deps),
    ...createReplayActivities(deps),
    ...createDclActivities(deps),
    ...createPassActivities(deps),
    ...createAgentActivities(deps),
  });
