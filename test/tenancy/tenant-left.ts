import type pg from 'pg';

/** The tenant that the next user of a pool's connection would find set: it must be an empty text. */
export const tenantLeft = async (pool: pg.Pool): Promise<string | undefined> =>
  (await pool.query<{ left: string }>(`select coalesce(current_setting('au.tenant', true), '') as left`))
    .rows[0]?.left;
