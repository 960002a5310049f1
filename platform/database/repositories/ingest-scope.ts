import { sql } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { TenantTransaction } from '../with-tenant.ts';

/** The objects that an ingest is to read, by its task's input; undefined: all. */
export const ingestScope = (input: Readonly<Record<string, Json>>): readonly string[] | undefined => {
  const objects = input['objects'];
  return Array.isArray(objects)
    ? objects.filter((name): name is string => typeof name === 'string')
    : undefined;
};

/** Set in the progress of an ingest of some objects that another one, of all, is to follow. */
export const allNext = 'all_next';

/**
 * A live ingest of some objects is asked for more: one that has not begun takes them in, one that runs is followed by
 * another. Single objects that were asked for meanwhile need no word here: their streams say so.
 */
export const widenIngest = async (
  { db }: TenantTransaction,
  taskId: string,
  objects: readonly string[] | undefined,
): Promise<void> => {
  const more = objects === undefined ? null : JSON.stringify(objects);
  await sql`
    update au.tasks set
      input = case
        when state <> 'queued' then input
        when ${more}::jsonb is null then input - 'objects'
        else input || jsonb_build_object('objects', (
          select jsonb_agg(distinct name) from jsonb_array_elements((input -> 'objects') || ${more}::jsonb) name)) end,
      progress = case
        when state = 'in_progress' and ${more}::jsonb is null then progress || jsonb_build_object(${sql.lit(allNext)}, true)
        else progress end
    where task_id = ${taskId} and state in ('queued', 'in_progress') and input -> 'objects' is not null
  `.execute(db);
};
