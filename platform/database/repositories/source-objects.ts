import { sql } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { TenantTransaction } from '../with-tenant.ts';
import { ingestScope } from './ingest-scope.ts';

export interface ObjectRow {
  readonly object: string;
  /** Null: it was never mapped. */
  readonly stream: string | null;
  readonly entities: readonly string[];
  readonly mode: 'full' | 'incremental' | null;
  readonly completed_at: Date | null;
  /** Seconds since then. */
  readonly age: number | null;
  readonly completed_by: string | null;
  /** Whether a read has begun that has not come to its end. */
  readonly midway: boolean | null;
  readonly paused_at: Date | null;
  readonly paused_by: string | null;
  readonly anew_at: Date | null;
  readonly stopped_reason: string | null;
  readonly drift_event_id: string | null;
  readonly kind: string | null;
  readonly severity: 'breaking' | 'risky' | 'harmless' | null;
  readonly drift_state: 'open' | 'proposing' | 'waiting' | 'manual' | 'applying' | 'closed' | null;
  /** Of the last complete read: rows of the source, and what they became. */
  readonly read: number | null;
  readonly changed: number | null;
  readonly deleted: number | null;
  readonly quarantined: number;
  readonly parked: number;
}

export interface ObjectsWanted {
  /** Behind this name. */
  readonly after?: string | undefined;
  /** This one alone. */
  readonly object?: string | undefined;
  readonly limit: number;
}

/** Objects of a connection that were seen or mapped, by name, each with its stream, last read, ticket and held records. */
export const sourceObjects = async (
  { db }: TenantTransaction,
  connectionId: string,
  { after, object, limit }: ObjectsWanted,
): Promise<readonly ObjectRow[]> => {
  const { rows } = await sql<ObjectRow>`
    select n.object, s.stream, s.mode, s.completed_at, s.completed_by, s.resume is not null as midway,
      extract(epoch from now() - s.completed_at)::float8 as age,
      s.paused_at, s.paused_by, s.anew_at, s.stopped_reason,
      mapped.entities, t.drift_event_id, t.kind, t.severity, t.state as drift_state,
      last.read, last.changed, last.deleted, held.quarantined, held.parked
    from (
      select object from au.source_schemas where connection_id = ${connectionId}
      union
      select object from au.streams where connection_id = ${connectionId}
    ) n
    left join au.streams s on s.connection_id = ${connectionId} and s.object = n.object
    left join au.drift_events t
      on t.connection_id = ${connectionId} and t.object = n.object and t.state <> 'closed'
    cross join lateral (
      select coalesce(json_agg(a.entity order by a.entity), '[]') as entities from au.active_mappings a
      where a.connection_id = s.connection_id and a.stream = s.stream) mapped
    left join lateral (
      select max(l.read)::float8 as read, sum(l.changed)::float8 as changed, sum(l.deleted)::float8 as deleted
      from au.ledgers l where l.task_id = s.completed_by::uuid and l.stream = s.stream) last on true
    cross join lateral (
      select (count(*) filter (where q.state <> 'parked'))::integer as quarantined,
        (count(*) filter (where q.state = 'parked'))::integer as parked
      from au.quarantined_records q
      where q.connection_id = s.connection_id and q.stream = s.stream
        and q.state in ('quarantined', 'parked', 'retried')) held
    where ${object === undefined ? sql`true` : sql`n.object = ${object}`}
      and ${after === undefined ? sql`true` : sql`n.object > ${after}`}
    order by n.object limit ${limit}`.execute(db);
  return rows;
};

/** What an ended ingest says of single objects. */
interface EndedIngest {
  /** The objects that it was to read; undefined: all. */
  readonly scope: readonly string[] | undefined;
  readonly failures: readonly Word[];
  readonly held: readonly Word[];
}

export interface NewestIngests {
  /** Stream that is being read now; null where none is. */
  readonly reading: string | null;
  /** Newest first. */
  readonly ended: readonly EndedIngest[];
}

/** Ingests that are looked through, the newest; most read all objects, and then the first says it all. */
const lookedThrough = 10;

/** The newest ingests of a connection, for what they say of its objects. */
export const newestIngests = async (
  { db }: TenantTransaction,
  connectionId: string,
): Promise<NewestIngests> => {
  const tasks = await db
    .selectFrom('tasks')
    .select(['state', 'input', 'progress', 'result', 'error'])
    .where('subject_kind', '=', 'connection')
    .where('subject_id', '=', connectionId)
    .where('kind', '=', 'ingest')
    .where('state', 'in', ['in_progress', 'success', 'failed'])
    .orderBy('created_at', 'desc')
    .limit(lookedThrough)
    .execute();
  const stream = tasks.find(({ state }) => state === 'in_progress')?.progress['stream'];
  return {
    reading: typeof stream === 'string' ? stream : null,
    ended: tasks
      .filter(({ state }) => state !== 'in_progress')
      .map(({ input, result, error }) => ({
        scope: ingestScope(input),
        failures: wordsIn(error, 'failures'),
        held: wordsIn(result, 'held'),
      })),
  };
};

/**
 * Why the newest ingest that was to read an object failed on it, or left it out; what was paused then is no reason any more.
 */
export const wordsOn = (
  { ended }: NewestIngests,
  object: string,
  stream: string | null,
): { readonly failure: string | null; readonly held: string | null } => {
  const last = ended.find(({ scope }) => scope?.includes(object) ?? true);
  return {
    failure: last?.failures.find((word) => word.stream === stream)?.reason ?? null,
    held: last?.held.find((word) => word.object === object && !word.paused)?.reason ?? null,
  };
};

interface Word {
  readonly stream: string | undefined;
  readonly object: string | undefined;
  readonly reason: string;
  readonly paused: boolean;
}

/** Workers leave lists of small objects in `result` and `error`; what has another form is not told. */
const wordsIn = (from: Readonly<Record<string, Json>> | null, name: string): readonly Word[] => {
  const list = from?.[name];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: Json): readonly Word[] => {
    const reason = textIn(entry, 'reason');
    return reason === undefined
      ? []
      : [
          {
            stream: textIn(entry, 'stream'),
            object: textIn(entry, 'object'),
            reason,
            paused: memberOf(entry, 'paused') === true,
          },
        ];
  });
};

const memberOf = (entry: Json, name: string): Json | undefined =>
  entry !== null && typeof entry === 'object' && !Array.isArray(entry)
    ? (entry as Readonly<Record<string, Json>>)[name]
    : undefined;

const textIn = (entry: Json, name: string): string | undefined => {
  const value = memberOf(entry, name);
  return typeof value === 'string' ? value : undefined;
};
