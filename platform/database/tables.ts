import type { AgentTables } from './tables/agents.ts';
import type { ConnectionTables } from './tables/connections.ts';
import type { DclTables } from './tables/dcl.ts';
import type { DriftTables } from './tables/drift.ts';
import type { IdentityTables } from './tables/identity.ts';
import type { JobTables } from './tables/jobs.ts';
import type { NotificationTables } from './tables/notifications.ts';
import type { QuestionTables } from './tables/questions.ts';
import type { StreamTables } from './tables/stream.ts';

/** Row types of the schema `au`, as Kysely reads and writes them. Times are Dates, bigint is a number, jsonb goes in as text. */
export type Tables = IdentityTables &
  JobTables &
  ConnectionTables &
  DclTables &
  DriftTables &
  StreamTables &
  AgentTables &
  NotificationTables &
  QuestionTables;
