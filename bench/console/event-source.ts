import { Redis } from 'ioredis';
import pg from 'pg';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import { wakeChannel } from '../../platform/event-signal.ts';
import type { Stage } from './stage.ts';

/** How often a transaction commits; what is due by then goes with it, as the rows of a batch do. */
const everyMs = 25;

/** Appends to a tenant's event log and says that it did, as a writer's transaction does. */
const append = `with counter as (
    update au.event_counters set last = last + $2 where tenant_id = $1 returning last)
  insert into au.event_log (tenant_id, id, type, trace_id, subject_kind, subject_id, data)
  select $1, counter.last - $2 + n, 'canonical.appended', repeat('b', 32), 'connection', $3,
    jsonb_build_object('stream', 'firms.csv', 'last_seq', counter.last + n, 'record_keys', jsonb_build_array('firms/' || n),
      'entities', jsonb_build_object((array['account', 'contact', 'opportunity'])[1 + n % 3],
        jsonb_build_object('created', n % 2, 'updated', 1, 'deleted', 0)))
  from counter, generate_series(1, $2::integer) n`;

/** So many batches a second are told in the tenant's event log for as long as `work` takes; answers how many there were. */
export const whileEventsArrive = async (
  { bench, member }: Stage,
  { perSecond, subject }: { readonly perSecond: number; readonly subject: string },
  work: () => Promise<void>,
): Promise<number> => {
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  const { redis: server } = bench.platform.servers;
  const redis = server === null ? null : new Redis(server.url);
  const channel = wakeChannel(parseTenant(member.tenantId));
  const begun = performance.now();
  let sent = 0;
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) - sent;
    if (due === 0) return;
    sent += due;
    last = last
      .then(() => client.query(append, [member.tenantId, due, subject]))
      .then(() => redis?.publish(channel, ''));
    // Told when it is awaited below.
    last.catch(() => undefined);
  }, everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
    await last.finally(async () => {
      redis?.disconnect();
      await client.end();
    });
  }
  return sent;
};
