import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-roles-and-tenants.ts';
import * as m0002 from './0002-gateway-and-tasks.ts';
import * as m0003 from './0003-connections-and-mappings.ts';
import * as m0004 from './0004-canonical-stream.ts';
import * as m0005 from './0005-repairs.ts';
import * as m0006 from './0006-llm-and-memory.ts';
import * as m0008 from './0008-observer-and-suggestions.ts';
import * as m0009 from './0009-operations.ts';
import * as m0010 from './0010-field-profiles.ts';
import * as m0011 from './0011-dcl.ts';
import * as m0012 from './0012-agents.ts';
import * as m0013 from './0013-questions.ts';
import * as m0014 from './0014-notifications.ts';
import * as m0015 from './0015-dashboard.ts';
import * as m0016 from './0016-inbox.ts';
import * as m0017 from './0017-ended-reads.ts';
import * as m0018 from './0018-view-statistics.ts';
import * as m0019 from './0019-told-of-tickets.ts';
import * as m0020 from './0020-proposals-again.ts';
import * as m0021 from './0021-look-notes.ts';
import * as m0022 from './0022-steered-objects.ts';
import * as m0023 from './0023-worker-beats.ts';
import * as m0024 from './0024-stream-counts.ts';
import * as m0025 from './0025-read-times.ts';
import * as m0026 from './0026-callback-deliveries.ts';
import * as m0027 from './0027-sealed-callbacks.ts';

/** All migrations in order. Forward only: a released file is frozen, a mistake is mended by the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-roles-and-tenants': m0001,
  '0002-gateway-and-tasks': m0002,
  '0003-connections-and-mappings': m0003,
  '0004-canonical-stream': m0004,
  '0005-repairs': m0005,
  '0006-llm-and-memory': m0006,
  '0008-observer-and-suggestions': m0008,
  '0009-operations': m0009,
  '0010-field-profiles': m0010,
  '0011-dcl': m0011,
  '0012-agents': m0012,
  '0013-questions': m0013,
  '0014-notifications': m0014,
  '0015-dashboard': m0015,
  '0016-inbox': m0016,
  '0017-ended-reads': m0017,
  '0018-view-statistics': m0018,
  '0019-told-of-tickets': m0019,
  '0020-proposals-again': m0020,
  '0021-look-notes': m0021,
  '0022-steered-objects': m0022,
  '0023-worker-beats': m0023,
  '0024-stream-counts': m0024,
  '0025-read-times': m0025,
  '0026-callback-deliveries': m0026,
  '0027-sealed-callbacks': m0027,
};
