import { z } from 'zod';

/** What became of the rows of one object under one mapping, as a task tells it. */
export const ledgerLine = z.object({
  stream: z.string(),
  entity: z.string(),
  read: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
  parked: z.number(),
  filtered: z.number(),
  stale: z.number(),
  deleted: z.number(),
  balanced: z.boolean(),
});
export type LedgerLine = z.infer<typeof ledgerLine>;
