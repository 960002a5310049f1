import { z } from 'zod';
import { faults } from '../../domain/faults.ts';
import type { FaultCode } from '../../domain/faults.ts';

/** Problem details (RFC 9457). `type` is a path of this installation that explains the code. */
export const problem = z
  .strictObject({
    type: z.string().meta({ example: '/problems/not_found' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    code: z.enum(Object.keys(faults) as [FaultCode, ...FaultCode[]]),
    instance: z.string(),
    trace_id: z.string().regex(/^[0-9a-f]{32}$/),
    retryable: z.boolean(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem', description: 'What went wrong, where, and what helps (RFC 9457)' });
export type Problem = z.infer<typeof problem>;
