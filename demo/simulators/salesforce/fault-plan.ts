import { z } from 'zod';

/** A misbehaviour to play for the next requests of the data API (and the token endpoint) whose path contains `match`. */
export const faultSchema = z.strictObject({
  kind: z.enum(['status', 'slow', 'reset', 'html', 'truncate', 'invalid_locator']),
  times: z.number().int().positive().default(1),
  match: z.string().default('/services/'),
  /** For `status`. */
  status: z.number().int().min(400).max(599).default(503),
  errorCode: z.string().default('SERVER_UNAVAILABLE'),
  retryAfterSeconds: z.number().nonnegative().optional(),
  /** For `slow`. */
  delayMs: z.number().nonnegative().max(600_000).default(1000),
});

export type PlannedFault = z.input<typeof faultSchema>;
type Fault = z.output<typeof faultSchema>;

/** Queue of misbehaviours; each is used up after `times` requests. */
export class FaultPlan {
  #planned: { fault: Fault; left: number }[] = [];

  add(fault: PlannedFault): void {
    const parsed = faultSchema.parse(fault);
    this.#planned.push({ fault: parsed, left: parsed.times });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that this request shall meet, if any. */
  take(path: string): Fault | undefined {
    const found = this.#planned.find(({ fault }) => path.includes(fault.match));
    if (found === undefined) return undefined;
    found.left--;
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return found.fault;
  }
}
