/**
 * The staging table that a batch is copied into before it is compared and numbered (COPY into tables under row level
 * security is refused). Both tables live in the session and empty themselves at each commit.
 * `raw_seq` is given in a replay alone: the stored raw record that the row was derived from. What is wide stands last, for a
 * column is found by walking over those before it.
 */
export const stageColumns = [
  'n',
  'raw_seq',
  'outcome',
  'entity',
  'record_key',
  'raw_hash',
  'hash',
  'source_version',
  'reasons',
  'position',
  'pending',
  'raw',
  'data',
  'extras',
] as const;

/** A batch fits into memory. Once a session has used a temporary table the size is fixed: the same one may be set again. */
const temporaryBuffers = "set temp_buffers = '48MB';";

/**
 * Temporary tables have no statistics, and the guesses made instead would sort both sides of each join: with merge joins out
 * of the way the narrow side is hashed and the stage read once, in its order.
 */
export const createStage = `
  ${temporaryBuffers}
  set local enable_mergejoin = off;
  create temp table if not exists stage (
    n integer not null,
    raw_seq integer,
    outcome "char" not null,
    entity text collate "C" not null,
    record_key text collate "C" not null,
    raw_hash bytea,
    hash bytea,
    source_version text,
    reasons jsonb,
    position text,
    pending text,
    raw json,
    data json,
    extras json
  ) on commit delete rows;
  create temp table if not exists resolved (
    n integer not null,
    entity text collate "C" not null,
    record_key text collate "C" not null,
    outcome "char" not null,
    status "char" not null,
    known boolean not null,
    touched boolean not null,
    raw_new boolean not null,
    event boolean not null,
    raw_seq integer not null,
    record_seq integer not null,
    seq bigint not null,
    raw_hash bytea,
    hash bytea,
    source_version text,
    names text[],
    was "char",
    last_seq bigint,
    pending jsonb
  ) on commit delete rows`;

export const copyStage = `copy stage (${stageColumns.join(', ')}) from stdin (format binary)`;

/** Raw state is a fact of the record, whichever of its entities saw it last. */
const recordState = (severalEntities: boolean): string =>
  severalEntities
    ? `left join lateral (
         select x.raw_seq, x.raw_hash, x.source_version from au.record_state x
         where x.tenant_id = $1 and x.record_key = s.record_key order by x.raw_seq desc limit 1
       ) w on true`
    : 'left join lateral (select r.raw_seq, r.raw_hash, r.source_version) w on true';

/**
 * Compares the staged rows with the state of their records and decides row by row: is the raw record new, does an event
 * follow, with which numbers, and is the state touched at all. $1 = tenant, $2 = the tenant's last seq, $3 = true in a replay
 * (nothing raw is new, parked records are released).
 *
 * Outcomes: u upsert, d delete, f filtered, q quarantined, p parked, s stale. A parked record stays parked, with all that
 * follows, until a replay has drained it in order; a filtered record that was live leaves the stream by a delete; the
 * deletion of an unknown record is nothing. A replay appends only while the raw record it read is the newest, or drains a
 * parked record raw by raw.
 *
 * The state is looked up key by key (the limit keeps the planner from a join over all records of the tenant), so that a batch
 * costs the same however many records there are.
 */
export const resolveStage = (severalEntities: boolean): string => `
  insert into resolved
    (n, entity, record_key, outcome, status, known, touched, raw_new, event, raw_seq, record_seq, seq, raw_hash, hash,
     source_version, names, was, last_seq, pending)
  select n, entity, record_key, outcome, status, known,
    known and outcome <> 's' and (raw_new or event or status <> was or coalesce(source_version > old_source_version, false)),
    raw_new, event, next_raw_seq, record_seq + event::integer,
    $2 + count(*) filter (where event) over (order by n rows unbounded preceding),
    raw_hash, hash, source_version, names, was, last_seq, pending
  from (
    select k.*,
      (case when next_raw_seq < own_raw_seq then was when outcome = 'u' then 'l' else outcome end)::"char" as status
    from (
      select j.*,
        case when $3 then coalesce(staged_raw_seq, raw_seq) else raw_seq + raw_new::integer end as next_raw_seq
      from (
        select i.*,
          case outcome
            when 's' then false
            when 'd' then not $3 and was is not null and was <> 'd'
            else not $3 and raw_hash is distinct from old_raw_hash
          end as raw_new,
          case outcome
            when 'u' then hash is distinct from old_hash
            when 'd' then was is not null and was <> 'd' and old_hash is not null
            else false
          end as event
        from (
          select s.n, s.entity, s.record_key, s.raw_hash, s.hash, s.source_version, s.pending::text[] as names,
            s.raw_seq as staged_raw_seq, r.record_key is not null as known, r.hash as old_hash, r.raw_seq as own_raw_seq,
            r.source_version as old_source_version, w.raw_hash as old_raw_hash, r.status as was, r.last_seq, r.pending,
            coalesce(w.raw_seq, 0) as raw_seq, coalesce(r.record_seq, 0) as record_seq,
            (case
              when s.source_version < w.source_version then 's'
              when $3 and s.raw_seq <> w.raw_seq and r.status is distinct from 'p' then 's'
              when r.status = 'p' and not $3 and s.outcome <> 'd' then 'p'
              when s.outcome = 'f' and r.status = 'l' then 'd'
              else s.outcome
            end)::"char" as outcome
          from stage s
          left join lateral (
            select * from au.record_state x
            where x.tenant_id = $1 and x.record_key = s.record_key and x.entity = s.entity limit 1
          ) r on true
          ${recordState(severalEntities)}
        ) i
      ) j
    ) k
  ) l`;

/** $1 = tenant, $2 = batch. */
export const insertRaw = `
  insert into au.source_records (tenant_id, record_key, raw_seq, batch_id, raw)
  select distinct on (r.record_key) $1::uuid, r.record_key, r.raw_seq, $2::uuid, s.raw
  from resolved r join stage s using (n)
  where r.raw_new and (s.raw is not null or r.outcome = 'd')
  order by r.record_key, s.raw is null`;

/** The same where each record has one row: no sort. */
export const insertRawSingle = `
  insert into au.source_records (tenant_id, record_key, raw_seq, batch_id, raw)
  select $1::uuid, r.record_key, r.raw_seq, $2::uuid, s.raw
  from resolved r join stage s using (n)
  where r.raw_new`;

/** What stands in for a pending field: the record's last event that held it. */
const pendingList = `
  case when r.names is not null then (
    select jsonb_agg(jsonb_build_object('field', f.name, 'last_seq', coalesce(
      (select (p ->> 'last_seq')::bigint from jsonb_array_elements(coalesce(r.pending, '[]')) p where p ->> 'field' = f.name),
      r.last_seq)) order by f.name)
    from unnest(r.names) as f(name)
  ) end`;

/** $1 = tenant, $2 = batch. */
export const insertEvents = `
  insert into au.canonical_streams
    (tenant_id, seq, record_seq, raw_seq, batch_id, op, entity, record_key, data, extras, pending)
  select $1::uuid, r.seq, r.record_seq, r.raw_seq, $2::uuid, r.outcome, r.entity, r.record_key,
    case r.outcome when 'u' then s.data else '{}' end, case r.outcome when 'u' then s.extras else '{}' end,
    (${pendingList})::json
  from resolved r join stage s using (n)
  where r.event`;

/** $1 = tenant. A unique-key hit is an alarm that aborts the batch, so there is no ON CONFLICT. */
export const insertState = `
  insert into au.record_state
    (tenant_id, record_key, entity, raw_seq, record_seq, last_seq, status, raw_hash, hash, source_version, pending)
  select $1::uuid, r.record_key, r.entity, r.raw_seq, r.record_seq, case when r.event then r.seq end, r.status,
    coalesce(r.raw_hash, ''), case when r.event then r.hash end, r.source_version, ${pendingList}
  from resolved r
  where not r.known and r.outcome not in ('d', 's')`;

/** $1 = tenant. Rows that differ in nothing are not touched; a parked record that still has newer raws to drain stays so. */
export const updateState = `
  update au.record_state t set
    raw_seq = greatest(t.raw_seq, r.raw_seq),
    record_seq = r.record_seq,
    last_seq = case when r.event then r.seq else t.last_seq end,
    status = r.status,
    raw_hash = case when r.raw_new then coalesce(r.raw_hash, '') else t.raw_hash end,
    hash = case when r.event then case r.outcome when 'u' then r.hash end else t.hash end,
    source_version = greatest(r.source_version, t.source_version),
    pending = case when r.outcome = 'u' then ${pendingList} else t.pending end
  from resolved r
  where r.touched and t.tenant_id = $1 and t.record_key = r.record_key and t.entity = r.entity`;

/** Around `updateState`: its only join goes by the key of the state, never over all records of the tenant. */
export const byKeyAlone = 'set local enable_hashjoin = off';
export const byAnyJoin = 'set local enable_hashjoin = on';

/** $1 = tenant, $2 = connection, $3 = stream, $4 = task. One row per bad record, however often it is read. */
export const upsertQuarantine = `
  insert into au.quarantined_records
    (tenant_id, quarantine_id, connection_id, stream, entity, identity, record_key, raw_seq, position, raw, reasons, state, task_id)
  select $1::uuid, gen_random_uuid(), $2::uuid, $3, r.entity, r.record_key, r.record_key, r.raw_seq, s.position,
    null, coalesce(s.reasons, '[]'), case r.outcome when 'p' then 'parked' else 'quarantined' end, $4::uuid
  from resolved r join stage s using (n)
  where r.outcome in ('q', 'p')
  on conflict (tenant_id, connection_id, stream, entity, identity) do update set
    raw_seq = case when quarantined_records.state = 'parked' and excluded.state = 'parked'
      then quarantined_records.raw_seq else excluded.raw_seq end,
    position = excluded.position, reasons = excluded.reasons, task_id = excluded.task_id,
    state = excluded.state, last_seen_at = now(),
    attempts = quarantined_records.attempts + (quarantined_records.task_id <> excluded.task_id)::integer`;

/**
 * $1 = tenant, $2 = connection, $3 = stream. What was held and has now gone through is resolved; a parked record with newer
 * raws to drain remembers the next one (its raw_seq is the first that is still parked).
 */
export const resolveQuarantine = `
  update au.quarantined_records q set
    state = case when r.raw_seq < t.raw_seq then q.state else 'resolved' end,
    raw_seq = case when r.raw_seq < t.raw_seq then r.raw_seq + 1 else q.raw_seq end,
    last_seen_at = now()
  from resolved r, au.record_state t
  where r.was in ('q', 'p') and r.outcome in ('u', 'd', 'f') and q.tenant_id = $1 and q.connection_id = $2 and q.stream = $3
    and t.tenant_id = $1 and t.record_key = r.record_key and t.entity = r.entity
    and q.entity = r.entity and q.identity = r.record_key and q.state in ('quarantined', 'parked', 'retried')`;

export const countOutcomes = `
  select r.entity,
    count(*) filter (where r.outcome in ('u', 'd') and r.event)::integer as changed,
    count(*) filter (where r.outcome in ('u', 'd') and not r.event)::integer as unchanged,
    count(*) filter (where r.outcome = 'q')::integer as quarantined,
    count(*) filter (where r.outcome = 'p')::integer as parked,
    count(*) filter (where r.outcome = 'f')::integer as filtered,
    count(*) filter (where r.outcome = 's')::integer as stale,
    count(*) filter (where r.event and r.outcome = 'u' and r.record_seq = 1)::integer as created,
    count(*) filter (where r.event and r.outcome = 'u' and r.record_seq > 1)::integer as updated,
    count(*) filter (where r.event and r.outcome = 'd')::integer as deleted,
    count(*) filter (where r.outcome not in ('d', 's'))::integer as kept,
    bool_or(r.raw_new) as raw_new, bool_or(r.event) as event,
    bool_or(r.touched) as touched, bool_or(not r.known and r.outcome not in ('d', 's')) as fresh,
    bool_or(r.was in ('q', 'p')) as held,
    max(r.seq)::bigint as last_seq,
    (array_agg(r.record_key order by n) filter (where r.event))[1:20] as sample
  from resolved r group by r.entity order by r.entity`;

/** Keys that the source holds now; kept over commits until the sweep has used them. */
export const createSweepKeys = `
  ${temporaryBuffers}
  create temp table if not exists sweep_keys (record_key text collate "C" not null) on commit preserve rows;
  truncate sweep_keys`;

export const copySweepKeys = 'copy sweep_keys (record_key) from stdin (format binary)';

/** How many records of a key range are not deleted; $1 = tenant, $2 and $3 = the range. One state a record. */
export const countLive = `
  select count(*)::integer as live from au.record_state
  where tenant_id = $1 and record_key >= $2 and record_key < $3 and status <> 'd'`;

/** Records of a key range that are not deleted, beside the key that the source still holds (or null). */
const live = `
  from (
    select distinct record_key from au.record_state
    where tenant_id = $1 and record_key >= $2 and record_key < $3 and status <> 'd'
  ) t left join (select distinct record_key from sweep_keys) k using (record_key)`;

/** $1 = tenant, $2 and $3 = range of the stream's record keys. */
export const countMissing = `
  select count(*)::integer as live, count(*) filter (where k.record_key is null)::integer as missing ${live}`;

/** The same parameters. */
export const stageMissing = `
  insert into stage (n, entity, record_key, outcome)
  select row_number() over (order by r.record_key, r.entity), r.entity, r.record_key, 'd'
  ${live} join au.record_state r on r.tenant_id = $1 and r.record_key = t.record_key and r.status <> 'd'
  where k.record_key is null`;
