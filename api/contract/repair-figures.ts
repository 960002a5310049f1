import { z } from 'zod';
import { severity } from './drift.ts';
import { timestamp } from './page.ts';

const count = z.int().nonnegative();

export const repairFiguresQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(30).describe('How far back'),
});

export const repairFigures = z
  .strictObject({
    since: timestamp,
    drift: z.array(
      z.strictObject({
        kind: z.string(),
        severity,
        open: count.describe('Now, whenever they were opened'),
        closed: count.describe('Since then'),
      }),
    ),
    repairs: z.strictObject({
      waiting: count,
      applied_by_itself: count,
      applied_by_people: count,
      edited: count.describe('Of those applied by people'),
      accepted: count.describe('A person took the change as it is, without a repair'),
      rejected: count,
      undone: count,
      expired: count,
      failed: count,
      median_seconds: z
        .number()
        .nullable()
        .describe('From the opening of the ticket until the repair was applied'),
    }),
    recalls: z
      .array(
        z.strictObject({
          repair_id: z.uuid(),
          object: z.string(),
          field: z.string(),
          lost: z.array(z.string()),
          found: z.array(z.string()),
          weight: z.number().describe('Points: above zero for the pair, below against it'),
          text: z.string(),
          selected: z.boolean().describe('Part of what was proposed'),
          at: timestamp,
        }),
      )
      .describe(
        'Where earlier decisions were recalled for a pair of a proposal, the newest first, at most six',
      ),
    calibration: z
      .array(
        z.strictObject({
          from: z.number(),
          to: z.number(),
          repairs: count,
          right: count.describe('Kept as proposed: neither edited nor rejected nor undone'),
          mean_confidence: z.number(),
        }),
      )
      .describe('Settled proposals by the confidence that they stated; bins without any are left out'),
  })
  .meta({ id: 'RepairFigures' });
