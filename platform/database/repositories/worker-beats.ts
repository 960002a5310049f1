import type pg from 'pg';

/** How a queue is served by one worker. */
export interface QueueBeat {
  readonly queue: string;
  /** Activities that it runs there at once. */
  readonly places: number;
  readonly taken: number;
}

/** Three beats: one that is late, or lost, is no alarm. */
const believedFor = '15 seconds';
/** Longer silent than this, a worker is forgotten. */
const forgottenAfter = '1 hour';

/** Writes down that a worker polls these queues now. `pool` is one of au_worker. */
export const noteBeats = async (
  pool: pg.Pool,
  worker: string,
  beats: readonly QueueBeat[],
): Promise<void> => {
  await pool.query(
    `with forgotten as (delete from au.worker_beats where beaten_at < now() - $5::interval)
     insert into au.worker_beats (worker, queue, places, taken)
     select $1, * from unnest($2::text[], $3::integer[], $4::integer[])
     on conflict (worker, queue) do update
       set places = excluded.places, taken = excluded.taken, beaten_at = excluded.beaten_at`,
    [
      worker,
      beats.map(({ queue }) => queue),
      beats.map(({ places }) => places),
      beats.map(({ taken }) => taken),
      forgottenAfter,
    ],
  );
};

/** Takes back what a worker that ends has said. */
export const forgetBeats = async (pool: pg.Pool, worker: string): Promise<void> => {
  await pool.query('delete from au.worker_beats where worker = $1', [worker]);
};

/** Queues that any worker has said within 15 s to poll, with all their places. `pool` is one of au_ops. */
export const servedQueues = async (pool: pg.Pool): Promise<readonly QueueBeat[]> => {
  const { rows } = await pool.query<QueueBeat>(
    `select queue, sum(places)::integer as places, sum(taken)::integer as taken from au.worker_beats
     where beaten_at > now() - $1::interval group by queue`,
    [believedFor],
  );
  return rows;
};

/** Whether a worker of this host has said within 15 s that it polls. `pool` is one of au_worker. */
export const hasBeaten = async (pool: pg.Pool, host: string): Promise<boolean> => {
  // A worker is named by its process and host: 7351@worker-0.
  const { rows } = await pool.query(
    `select 1 from au.worker_beats
     where split_part(worker, '@', 2) = $1 and beaten_at > now() - $2::interval limit 1`,
    [host, believedFor],
  );
  return rows.length > 0;
};
