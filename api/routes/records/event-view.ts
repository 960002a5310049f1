import type { z } from 'zod';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { EventRow } from '../../../platform/database/repositories/records.ts';
import type { canonicalEvent } from '../../contract/records.ts';

/** A canonical event as the API shows it. */
export const eventView = (row: EventRow): z.input<typeof canonicalEvent> => ({
  id: row.id,
  seq: row.seq,
  record_seq: row.record_seq,
  entity: row.entity as Entity,
  op: row.op,
  data: row.data,
  extras: row.extras,
  meta: row.meta,
  source: row.source,
  emitted_at: row.emitted_at.toISOString(),
  raw_seq: row.raw_seq,
});
