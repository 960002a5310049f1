import { sql } from 'kysely';
import { z } from 'zod';
import { detachedEndpoint, endpoint } from '../../../api/endpoint.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import { Fault } from '../../../domain/faults.ts';
import { setFlag } from '../../../platform/database/repositories/flags.ts';

/** Endpoints that behave on demand, to see what the layers around them do. Their effect is a flag per call. */
const body = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  waitMs: z.int().optional(),
  fail: z.enum(['conflict', 'unavailable', 'bug', 'sql']).optional(),
});
const reply = z.strictObject({ calls: z.int() });

const counts = new Map<string, number>();
/** How often handlers ran for this name. */
export const callsOf = (name: string): number => counts.get(name) ?? 0;

const run = async ({ name, waitMs, fail }: z.output<typeof body>): Promise<number> => {
  counts.set(name, callsOf(name) + 1);
  if (waitMs !== undefined) await new Promise((resolve) => setTimeout(resolve, waitMs));
  if (fail === 'conflict') throw new Fault('conflict', 'refused on demand');
  if (fail === 'unavailable') throw new Fault('source_unreachable', 'failing on demand');
  if (fail === 'bug') throw new TypeError('a secret detail of a bug');
  return callsOf(name);
};

const inTransaction = endpoint({
  id: 'probeTransaction',
  method: 'post',
  path: '/probe/transaction',
  tag: 'probe',
  summary: 'Writes a flag in the transaction',
  role: 'operator',
  body,
  replies: { 201: reply },
  handle: async ({ body: asked, caller, transaction, note }) => {
    await setFlag(transaction, { name: asked.name, enabled: true, updatedBy: caller.userId });
    note({ subject: { kind: 'flag', id: asked.name }, before: { a: 1 }, after: { a: 2 } });
    if (asked.fail === 'sql') await sql`select 1 / 0`.execute(transaction.db);
    return { status: 201, headers: { Location: `/flags/${asked.name}` }, body: { calls: await run(asked) } };
  },
});

const detached = detachedEndpoint({
  id: 'probeDetached',
  method: 'post',
  path: '/probe/detached',
  tag: 'probe',
  summary: 'Writes a flag in a transaction of its own',
  role: 'operator',
  body,
  replies: { 201: reply },
  handle: async ({ body: asked, caller, inTenant }) => {
    const calls = await run(asked);
    await inTenant((transaction) =>
      setFlag(transaction, { name: asked.name, enabled: true, updatedBy: caller.userId }),
    );
    return { status: 201, headers: { Location: `/flags/${asked.name}` }, body: { calls } };
  },
});

export const probeEndpoints: readonly Endpoint[] = [inTransaction, detached];
