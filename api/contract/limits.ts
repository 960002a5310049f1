import { z } from 'zod';

const count = z.int().nonnegative();

export const limits = z
  .strictObject({
    requests: z
      .array(
        z.strictObject({
          policy: z.string().describe('As the RateLimit headers name it'),
          limit: count,
          remaining: count,
          window_seconds: count,
          resets_in_seconds: count,
        }),
      )
      .describe('Requests of the running minute: writes and reads of the tenant, reads of this console user'),
    jobs: z.strictObject({ slots: count, taken: count, queued: count }),
    tokens: z.strictObject({ per_day: count, today: count }),
    upload_bytes: count.describe('What one file may have'),
    event_days: count.describe('How long events can be resumed from'),
  })
  .meta({ id: 'Limits' });
