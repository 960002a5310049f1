import { createHash } from 'node:crypto';
import Cursor from 'pg-cursor';
import { idPrefixes, mintedDigits, mintedFrom } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import { assignGoldenIds } from '../../../domain/unify/golden-ids.ts';
import type { MatchModel } from '../../../domain/unify/model.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import { planFor } from '../../../domain/unify/plan-for.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { literal } from '../../../platform/duckdb/open-duckdb.ts';
import { numberOf, readRows, rowsOf, textOf } from '../../../platform/duckdb/read-columns.ts';
import { unifyRecords } from '../../../platform/duckdb/unify/unify-records.ts';
import type { UnifyOutcome } from '../../../platform/duckdb/unify/unify-records.ts';
import { pairsTable, placesTable, recordsTable } from './workshop.ts';
import type { Workshop } from './workshop.ts';

/** What became of golden ids of the build before. */
export interface IdChanges {
  /** Ids that are no more, and the golden record that holds most of their records now. */
  readonly redirects: ReadonlyMap<string, string>;
  /** Ids whose records are in several golden records now. */
  readonly splits: ReadonlyMap<string, readonly string[]>;
}

export interface Placed extends IdChanges {
  readonly model: MatchModel;
  readonly golden: number;
}

/** A golden id: prefix and the beginning of a SHA-256, as `mintedFrom` says. */
export const mint = (entity: Entity, key: string, attempt = 0): string =>
  idPrefixes[entity] +
  createHash('sha256')
    .update(mintedFrom(entity, key, attempt))
    .digest('hex')
    .slice(0, mintedDigits);

/** The same in DuckDB's SQL, for the first attempt. */
export const mintSql = (entity: Entity, key: string): string =>
  `${literal(idPrefixes[entity])} || left(sha256(${literal(`${entity}\n`)} || ${key}), ${mintedDigits})`;

/** Copies the golden ids that records had into the table `stored`. */
const loadStored = async ({ duck, pool, tenantId }: Workshop, entity: Entity): Promise<void> => {
  await duck.run('CREATE OR REPLACE TABLE stored (record_key VARCHAR, golden_id VARCHAR)');
  const appender = await duck.createAppender('stored');
  await withTenant(pool, tenantId, async ({ client }) => {
    const cursor = client.query(
      new Cursor<{ record_key: string; golden_id: string }>(
        'select record_key, golden_id from au.golden_members where tenant_id = $1 and entity = $2',
        [tenantId, entity],
      ),
    );
    for (;;) {
      const rows = await cursor.read(10_000);
      if (rows.length === 0) break;
      for (const { record_key, golden_id } of rows) {
        appender.appendVarchar(record_key);
        appender.appendVarchar(golden_id);
        appender.endRow();
      }
    }
    await cursor.close();
  });
  appender.closeSync();
};

/** Golden ids that people have pinned records to, the latest decision first of all. */
const pinsOf = (constraints: readonly Constraint[]): ReadonlyMap<string, string> =>
  new Map(
    constraints.flatMap((constraint) =>
      constraint.kind === 'pin' ? [[constraint.record, constraint.golden] as const] : [],
    ),
  );

const listOf = (texts: Iterable<string>): string => [...texts].map(literal).join(', ');

/**
 * A pin brings its record together with all that the golden record had: not the id alone moves, but the record to it, and none of
 * the others leaves because the evidence knows nothing of the newcomer.
 */
const withMembers = async (
  { duck }: Workshop,
  entity: Entity,
  constraints: readonly Constraint[],
): Promise<readonly Constraint[]> => {
  const pins = pinsOf(constraints);
  if (pins.size === 0) return constraints;
  const members = new Map<string, string[]>();
  await readRows(
    duck,
    `SELECT s.golden_id, s.record_key FROM stored s JOIN ${recordsTable(entity)} r ON r.record_key = s.record_key
     WHERE s.golden_id IN (${listOf(pins.values())}) AND s.record_key NOT IN (${listOf(pins.keys())})
     ORDER BY s.record_key`,
    ([golden, record]) => {
      const id = textOf(golden) ?? '';
      const keys = members.get(id) ?? [];
      keys.push(textOf(record) ?? '');
      members.set(id, keys);
    },
  );
  return constraints.flatMap((constraint): Constraint[] => {
    if (constraint.kind !== 'pin' || pins.get(constraint.record) !== constraint.golden) return [constraint];
    const { record, golden } = constraint;
    const merges = (members.get(golden) ?? []).map((member) => ({
      kind: 'merge' as const,
      records: [record, member],
    }));
    return [constraint, ...merges];
  });
};

/** Clusters whose id is a question: several former ids, a former id in several clusters, a pin, or a taken new one. */
const writeOpenClusters = async (
  { duck }: Workshop,
  entity: Entity,
  pins: ReadonlyMap<string, string>,
): Promise<void> => {
  await duck.run(`CREATE OR REPLACE TABLE placed AS
    SELECT c.key AS record_key, c.cluster, c.confidence, s.golden_id AS stored
    FROM unify_clusters c LEFT JOIN stored s ON s.record_key = c.key`);
  await duck.run(`CREATE OR REPLACE TABLE former AS
    SELECT stored AS id, count(DISTINCT cluster) AS clusters FROM placed WHERE stored IS NOT NULL GROUP BY stored`);
  const pinned =
    pins.size === 0
      ? 'false'
      : `bool_or(record_key IN (${listOf(pins.keys())}) OR coalesce(stored IN (${listOf(pins.values())}), false))`;
  await duck.run(`CREATE OR REPLACE TABLE fates AS
    SELECT g.cluster, coalesce(g.id, g.minted) AS id,
      g.ids > 1 OR g.pinned OR coalesce(f.clusters > 1, false)
        OR (g.ids = 0 AND g.minted IN (SELECT golden_id FROM stored)) AS open
    FROM (
      SELECT cluster, count(DISTINCT stored) AS ids, min(stored) AS id, ${pinned} AS pinned,
        ${mintSql(entity, 'cluster')} AS minted
      FROM placed GROUP BY cluster
    ) g LEFT JOIN former f ON f.id = g.id`);
};

/** Ids that stand beyond the open clusters and that no open cluster may be given. */
const takenOf = async ({ duck }: Workshop, candidates: readonly string[]): Promise<ReadonlySet<string>> => {
  const taken = new Set<string>();
  for (let at = 0; at < candidates.length; at += 5_000) {
    const some = listOf(candidates.slice(at, at + 5_000));
    await readRows(
      duck,
      `SELECT id FROM fates WHERE NOT open AND id IN (${some})
       UNION SELECT golden_id FROM stored WHERE golden_id IN (${some})`,
      ([id]) => taken.add(textOf(id) ?? ''),
    );
  }
  return taken;
};

const attempts = [0, 1, 2, 3, 4, 5, 6, 7];

/** Settles the open clusters: each gets a former id of its records, or a new one. */
const settleOpen = async (
  workshop: Workshop,
  entity: Entity,
  pins: ReadonlyMap<string, string>,
): Promise<IdChanges> => {
  const { duck } = workshop;
  const clusters = new Map<string, string[]>();
  const stored = new Map<string, string>();
  await readRows(
    duck,
    `SELECT p.cluster, p.record_key, p.stored FROM placed p JOIN fates f ON f.cluster = p.cluster AND f.open
     ORDER BY p.cluster, p.record_key`,
    ([cluster, key, id]) => {
      const name = textOf(cluster) ?? '';
      const record = textOf(key) ?? '';
      const keys = clusters.get(name);
      if (keys === undefined) clusters.set(name, [record]);
      else keys.push(record);
      const former = textOf(id);
      if (former !== null) stored.set(record, former);
    },
  );
  if (clusters.size === 0) return { redirects: new Map(), splits: new Map() };
  const names = [...clusters.keys()];
  const taken = await takenOf(
    workshop,
    names.flatMap((key) => attempts.map((attempt) => mint(entity, key, attempt))),
  );
  const free = (key: string, wanted: number): string => {
    let left = wanted;
    for (let attempt = 0; ; attempt += 1) {
      const id = mint(entity, key, attempt);
      if (taken.has(id)) continue;
      if (left === 0) return id;
      left -= 1;
    }
  };
  const { ids, redirects } = assignGoldenIds({
    clusters: names.map((name) => clusters.get(name) ?? []),
    stored,
    pins,
    mint: free,
    home: (key) => mint(entity, key),
  });
  await duck.run('CREATE OR REPLACE TEMP TABLE settled (cluster VARCHAR, id VARCHAR)');
  const appender = await duck.createAppender('settled', null, 'temp');
  const heirs = new Map<string, Set<string>>();
  for (const [at, name] of names.entries()) {
    const id = ids[at] ?? '';
    appender.appendVarchar(name);
    appender.appendVarchar(id);
    appender.endRow();
    for (const key of clusters.get(name) ?? []) {
      const former = stored.get(key);
      if (former !== undefined) heirs.set(former, (heirs.get(former) ?? new Set()).add(id));
    }
  }
  appender.closeSync();
  await duck.run('UPDATE fates SET id = s.id FROM settled s WHERE s.cluster = fates.cluster');
  const splits = [...heirs].filter(([, into]) => into.size > 1);
  return { redirects, splits: new Map(splits.map(([id, into]) => [id, [...into].sort()])) };
};

/** Stored weights fit when they speak of the same comparisons and levels. */
const fits = (model: MatchModel, { plan }: UnifyOutcome): boolean =>
  JSON.stringify(model.comparisons.map(({ name, levels }) => [name, levels.map((level) => level.name)])) ===
  JSON.stringify(plan.comparisons.map(({ name, levels }) => [name, levels.map((level) => level.name)]));

const unify = async (
  { duck }: Workshop,
  entity: UnifiedEntity,
  constraints: readonly Constraint[],
  model: MatchModel | undefined,
): Promise<UnifyOutcome> => {
  const { inputs } = planFor(entity);
  await duck.run(`CREATE OR REPLACE TABLE unify_input AS SELECT record_key AS key, source, ${inputs.join(', ')}
    FROM ${recordsTable(entity)}`);
  const question = {
    entity,
    records: { table: 'unify_input', columns: new Map(inputs.map((name) => [name, name])) },
    constraints,
  };
  const outcome = await unifyRecords(duck, { ...question, ...(model && { model }) });
  return model === undefined || fits(model, outcome) ? outcome : await unifyRecords(duck, question);
};

/**
 * Puts the records of an entity together and gives each golden record its id: the table `places_{entity}` (record_key,
 * golden_id, confidence). A golden record keeps the id that most of its records had in the build before.
 */
export const placeRecords = async (
  workshop: Workshop,
  entity: UnifiedEntity,
  constraints: readonly Constraint[],
  model: MatchModel | undefined,
): Promise<Placed> => {
  const { duck, tell } = workshop;
  await loadStored(workshop, entity);
  const outcome = await unify(workshop, entity, await withMembers(workshop, entity, constraints), model);
  const pins = pinsOf(constraints);
  await writeOpenClusters(workshop, entity, pins);
  const changes = await settleOpen(workshop, entity, pins);
  await duck.run(`CREATE TABLE ${placesTable(entity)} AS
    SELECT p.record_key, f.id AS golden_id, round(p.confidence, 3) AS confidence
    FROM placed p JOIN fates f ON f.cluster = p.cluster`);
  await duck.run(`CREATE TABLE ${pairsTable(entity)} AS
    SELECT l.key AS left_key, r.key AS right_key, s.pattern, s.bits
    FROM unify_scored s JOIN unify_features l ON l.idx = s.l JOIN unify_features r ON r.idx = s.r
    JOIN placed pl ON pl.record_key = l.key JOIN placed pr ON pr.record_key = r.key AND pr.cluster = pl.cluster`);
  const left = await rowsOf(duck, `SELECT count(DISTINCT golden_id) FROM ${placesTable(entity)}`);
  for (const table of ['unify_input', 'stored', 'placed', 'former', 'fates'])
    await duck.run(`DROP TABLE ${table}`);
  const temporary = await rowsOf(
    duck,
    `SELECT table_name FROM duckdb_tables() WHERE temporary AND table_name LIKE 'unify_%'`,
  );
  for (const [name] of temporary) await duck.run(`DROP TABLE temp.${textOf(name) ?? ''}`);
  const golden = numberOf(left[0]?.[0]);
  tell({
    step: 'unify',
    text: `${outcome.records} ${entity}s are ${golden}: ${outcome.pairs} pairs compared`,
    rows: outcome.records,
  });
  return { ...changes, model: outcome.model, golden };
};

/** Records that stand for themselves, and cloud resources by the provider's id: their ids need no memory. */
export const placeAlone = async ({ duck }: Workshop, entity: Entity): Promise<void> => {
  const key = entity === 'cloud_resource' ? 'resource_id' : 'record_key';
  await duck.run(`CREATE TABLE ${placesTable(entity)} AS
    SELECT record_key, ${mintSql(entity, key)} AS golden_id, 1.0 AS confidence FROM ${recordsTable(entity)}`);
};
