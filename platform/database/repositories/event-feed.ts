import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import type { Task } from './tasks.ts';

export type EventRow = Selectable<Tables['event_log']>;

/** Which types are asked for: whole names, and beginnings (`task.` for `task.*`). Undefined: all. */
export interface TypeChoice {
  readonly names: readonly string[];
  readonly beginnings: readonly string[];
}

const ofTypes = ({ names, beginnings }: TypeChoice) =>
  sql<boolean>`(type = any(${names}::text[]) or exists (
    select 1 from unnest(${beginnings}::text[]) beginning where starts_with(type, beginning)))`;

/** Which events are asked for; what is left out does not narrow them. */
export interface EventChoice {
  readonly types?: TypeChoice | undefined;
  /** Those that name this connection as their subject or in what they say. */
  readonly connectionId?: string | undefined;
  /** Those in which every word stands: in their type, subject, task, trace, or a value of what they say. */
  readonly words?: readonly string[] | undefined;
}

const about = (connectionId: string) =>
  sql<boolean>`${connectionId} in (subject_id, data ->> 'connection_id', data ->> 'subject_id')`;

const saying = (words: readonly string[]) =>
  sql<boolean>`not exists (
    select 1 from unnest(${words}::text[]) word
    where strpos(lower(concat_ws(' ', type, subject_kind, subject_id, task_id, trace_id, (
      select string_agg(said #>> '{}', ' ') from jsonb_path_query(data, 'strict $.**') said
      where jsonb_typeof(said) in ('string', 'number', 'boolean')))), lower(word)) = 0)`;

/** Events behind `after`, in order. */
export const eventsAfter = async (
  { db }: TenantTransaction,
  after: number,
  limit: number,
  { types, connectionId, words }: EventChoice = {},
): Promise<readonly EventRow[]> => {
  let query = db.selectFrom('event_log').selectAll().where('id', '>', after).orderBy('id').limit(limit);
  if (types !== undefined) query = query.where(ofTypes(types));
  if (connectionId !== undefined) query = query.where(about(connectionId));
  if (words !== undefined) query = query.where(saying(words));
  return await query.execute();
};

/** A choice reads the log itself, without an index: so far back and no further. */
const farthestBack = 100_000;

/** The newest events first, before `before`; with a choice among the latest hundred thousand. */
export const eventsBefore = async (
  { db }: TenantTransaction,
  before: number | undefined,
  limit: number,
  { types, connectionId, words }: EventChoice = {},
): Promise<readonly EventRow[]> => {
  let query = db.selectFrom('event_log').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  if (types !== undefined) query = query.where(ofTypes(types));
  if (connectionId !== undefined) query = query.where(about(connectionId));
  if (words !== undefined) query = query.where(saying(words));
  if (types !== undefined || connectionId !== undefined || words !== undefined)
    query = query.where('id', '>', (from) =>
      from.selectFrom('event_counters').select(sql<number>`last - ${farthestBack}`.as('from')),
    );
  return await query.execute();
};

/** The id given last (0 before the first), and the oldest event that is still kept (null when none is). */
export const eventBounds = async ({
  db,
}: TenantTransaction): Promise<{ readonly last: number; readonly oldest: number | null }> => {
  const { last } = await db.selectFrom('event_counters').select('last').executeTakeFirstOrThrow();
  const oldest = await db.selectFrom('event_log').select('id').orderBy('id').limit(1).executeTakeFirst();
  return { last, oldest: oldest?.id ?? null };
};

/** Tasks that run now, for their progress. */
export const runningTasks = async ({ db }: TenantTransaction): Promise<readonly Task[]> =>
  await db.selectFrom('tasks').selectAll().where('state', '=', 'in_progress').limit(200).execute();
