import type { Diagram } from './diagram';
import { agents } from './diagrams/agents';
import { driftRepair } from './diagrams/drift-repair';
import { durableJobs } from './diagrams/durable-jobs';
import { gateway } from './diagrams/gateway';
import { mappingDecision } from './diagrams/mapping-decision';
import { rowToEvent } from './diagrams/row-to-event';
import { systemsOverview } from './diagrams/systems-overview';
import { tenancy } from './diagrams/tenancy';
import { unification } from './diagrams/unification';

/** From the whole to its parts, in the order in which data meets them. */
export const diagrams: readonly [Diagram, ...Diagram[]] = [
  systemsOverview,
  rowToEvent,
  durableJobs,
  gateway,
  driftRepair,
  mappingDecision,
  unification,
  agents,
  tenancy,
];

export const diagramAt = (slug: string): Diagram | undefined => diagrams.find((one) => one.slug === slug);
