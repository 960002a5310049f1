import { createHash } from 'node:crypto';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import type { CanonicalType } from '../../../domain/canonical/field.ts';
import { idColumn, viewNames } from '../../../domain/dcl/views.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { unifiedEntities } from '../../../domain/unify/plan.ts';
import { identifier, literal } from '../../../platform/duckdb/open-duckdb.ts';
import { numberOf, rowsOf, textOf } from '../../../platform/duckdb/read-columns.ts';
import { mergedTable, variantsTable } from './merge-records.ts';
import { fieldNames, pairsTable, placesTable, recordsTable } from './workshop.ts';
import type { Workshop } from './workshop.ts';

/** How a canonical type stands in a view: 20 digits before the point and 18 behind it, times in UTC. */
export const duckTypes: Readonly<Record<CanonicalType, string>> = {
  text: 'VARCHAR',
  decimal: 'DECIMAL(38, 18)',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
};

/** Name under which the private file is attached while it is filled. */
export const published = 'published';

const typed = (entity: Entity): readonly string[] =>
  canonicalEntities[entity].fields.map(({ name, type }) =>
    type === 'text'
      ? identifier(name)
      : `try_cast(${identifier(name)} AS ${duckTypes[type]}) AS ${identifier(name)}`,
  );

const source = `json_object('record_key', record_key, 'record_id', record_id, 'connection_id', connection_id, 'system', system,
  'source_object', source_object, 'mapping_version', mapping_version, 'seq', seq)`;

/** The sources of a golden record of one variant, in the form in which merged ones have theirs. */
const oneSource = `json_array(CASE WHEN more = 0 AND pending IS NULL THEN ${source}
  ELSE json_merge_patch(${source}, json_object('more', nullif(more, 0), 'pending', pending::JSON)) END)`;

/** Golden records as texts: those of one variant, and what survived of the others. */
const goldenTexts = (entity: Entity): string => {
  const texts = fieldNames(entity)
    .map((name) => `${name}::VARCHAR AS ${name}`)
    .join(', ');
  return `SELECT golden_id, ${texts}, extras, ${oneSource} AS sources, NULL AS provenance
    FROM ${variantsTable(entity)} WHERE golden_id NOT IN (SELECT golden_id FROM ${mergedTable(entity)})
    UNION ALL SELECT golden_id, ${fieldNames(entity).join(', ')}, extras, sources, provenance FROM ${mergedTable(entity)}`;
};

const countOutOfRange = async ({ duck }: Workshop, entity: Entity): Promise<number> => {
  const checks = canonicalEntities[entity].fields
    .filter(({ type }) => type !== 'text' && type !== 'json')
    .map(
      ({ name, type }) =>
        `(${identifier(name)} IS NOT NULL AND try_cast(${identifier(name)} AS ${duckTypes[type]}) IS NULL)::INTEGER`,
    );
  if (checks.length === 0) return 0;
  const [[count] = []] = await rowsOf(
    duck,
    `SELECT coalesce(sum(${checks.join(' + ')}), 0)::BIGINT FROM ${variantsTable(entity)}`,
  );
  return numberOf(count);
};

/** The source record, mapping version and rule behind every value of every view; made when it is asked for. */
const goldenValues = (entities: readonly Entity[]): string => {
  const fieldsOf = (entity: Entity): string =>
    canonicalEntities[entity].fields
      .map(({ name }) => `CASE WHEN ${identifier(name)} IS NOT NULL THEN ${literal(name)} END`)
      .join(', ');
  const each = entities.map(
    (entity) => `SELECT ${literal(entity)} AS entity, ${idColumn(entity)} AS golden_id, sources, provenance,
      unnest([${fieldsOf(entity)}]) AS field FROM ${viewNames[entity]}`,
  );
  return `CREATE VIEW golden_values AS
    SELECT entity, golden_id, field, source ->> 'record_key' AS record_key,
      coalesce(json_extract_string(source, '$.pending.' || field || '.mapping_version'), source ->> 'mapping_version')::INTEGER
        AS mapping_version,
      coalesce(json_extract_string(source, '$.pending.' || field || '.seq'), source ->> 'seq')::BIGINT AS seq, rule
    FROM (
      SELECT entity, golden_id, field,
        json_extract(sources, '$[' || coalesce(json_extract_string(provenance, '$.' || field || '[0]'), '0') || ']') AS source,
        coalesce(json_extract_string(provenance, '$.' || field || '[1]'), 'only') AS rule
      FROM (${each.join(' UNION ALL ')}) WHERE field IS NOT NULL
    )`;
};

/** Writes the members of all golden records and their pairs; it is the last that needs the records themselves. */
const writeMembers = async ({ duck }: Workshop, entities: readonly Entity[]): Promise<void> => {
  const each = entities.map(
    (entity) => `SELECT ${literal(entity)} AS entity, p.golden_id, r.record_key, r.record_id, r.connection_id,
      r.source_object, p.confidence::FLOAT AS confidence
      FROM ${placesTable(entity)} p JOIN ${recordsTable(entity)} r ON r.record_key = p.record_key`,
  );
  await duck.run(`CREATE TABLE ${published}.golden_members AS ${each.join(' UNION ALL ')}`);
  for (const entity of entities) await duck.run(`DROP TABLE ${recordsTable(entity)}`);
  const pairs = unifiedEntities.map(
    (entity) => `SELECT ${literal(entity)} AS entity, * FROM ${pairsTable(entity)}`,
  );
  await duck.run(`CREATE TABLE ${published}.golden_pairs AS ${pairs.join(' UNION ALL ')}`);
};

/** What tells one row of a view from another: all but the numbers that other tenants and builds would have otherwise. */
const contentOf = (entity: Entity): string => {
  const cells = [idColumn(entity), ...fieldNames(entity), 'extras', 'provenance'].map(
    (column) => `coalesce(${column}::VARCHAR, chr(1)), chr(31)`,
  );
  return `concat(${cells.join(', ')}, array_to_string(json_extract_string(sources, '$[*].record_key'), chr(30)))`;
};

const hashView = async ({ duck }: Workshop, entity: Entity): Promise<{ hash: string; rows: number }> => {
  const [[rows, mixed] = []] = await rowsOf(
    duck,
    `SELECT count(*), coalesce(bit_xor(md5_number(${contentOf(entity)})), 0)::VARCHAR
     FROM ${published}.${viewNames[entity]}`,
  );
  const count = numberOf(rows);
  const hash = createHash('sha256')
    .update(`${count} ${textOf(mixed) ?? ''}`)
    .digest('hex');
  return { hash, rows: count };
};

export interface WrittenViews {
  readonly contentHash: string;
  /** By name of the view. */
  readonly viewHashes: Readonly<Record<string, string>>;
  /** Golden records by entity. */
  readonly golden: Readonly<Record<string, number>>;
  readonly outOfRange: Readonly<Record<string, number>>;
}

/** Fills the attached private file: a table for each view, the members, and where each value comes from. */
export const writeViews = async (
  workshop: Workshop,
  entities: readonly Entity[],
  generation: number,
): Promise<WrittenViews> => {
  const { duck, tell } = workshop;
  await writeMembers(workshop, entities);
  const outOfRange: Record<string, number> = {};
  for (const entity of entities) {
    outOfRange[entity] = await countOutOfRange(workshop, entity);
    await duck.run(`CREATE TABLE ${published}.${viewNames[entity]} AS
      SELECT golden_id AS ${idColumn(entity)}, ${typed(entity).join(', ')}, extras::JSON AS extras,
        sources::JSON AS sources, provenance::JSON AS provenance, ${generation}::BIGINT AS generation
      FROM (${goldenTexts(entity)})`);
    await duck.run(`DROP TABLE ${variantsTable(entity)}`);
    await duck.run(`DROP TABLE ${mergedTable(entity)}`);
  }
  // Names in a view are looked up where it stands, whatever the file is called then.
  await duck.run(`USE ${published}`);
  await duck.run(goldenValues(entities));
  await duck.run('USE memory');
  const viewHashes: Record<string, string> = {};
  const golden: Record<string, number> = {};
  for (const entity of entities) {
    const { hash, rows } = await hashView(workshop, entity);
    viewHashes[viewNames[entity]] = hash;
    golden[entity] = rows;
  }
  const contentHash = createHash('sha256').update(JSON.stringify(viewHashes)).digest('hex');
  const rows = Object.values(golden).reduce((sum, count) => sum + count, 0);
  tell({ step: 'views', text: `${rows} golden records in ${entities.length} views`, rows });
  return { contentHash, viewHashes, golden, outOfRange };
};
