import { finops } from './finops/finops.ts';
import type { Agent, AgentId } from './finding.ts';
import { revops } from './revops/revops.ts';

/** Every agent there is. */
export const agents: Readonly<Record<AgentId, Agent>> = { revops, finops };
