import type { DuckDBAppender, DuckDBValue } from '@duckdb/node-api';
import { canonicalEntities } from '../../../domain/canonical/canonical-entities.ts';
import type { GoldenSource } from '../../../domain/dcl/views.ts';
import type { Json } from '../../../domain/json.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import { surviveFields } from '../../../domain/unify/survivorship.ts';
import { numberOf, readRows, rowsOf, textOf } from '../../../platform/duckdb/read-columns.ts';
import { fieldNames, placesTable, recordsTable } from './workshop.ts';
import type { Workshop } from './workshop.ts';

/** Table of what each record, or each of many like ones, says about a golden record. */
export const variantsTable = (entity: Entity): string => `variants_${entity}`;
/** Table of the golden records that have several variants, with what survives of them. */
export const mergedTable = (entity: Entity): string => `merged_${entity}`;

const sourceColumns = [
  'record_key',
  'record_id',
  'connection_id',
  'system',
  'source_object',
  'mapping_version',
  'seq',
  'more',
  'pending',
  'extras',
  'changed_at',
];

/** Records of one golden record are its variants; `changed_at` says which is the freshest. */
const writeVariants = async ({ duck }: Workshop, entity: Entity): Promise<void> => {
  const changed = canonicalEntities[entity].fields.some(({ name }) => name === 'updated_at')
    ? 'r.updated_at'
    : 'NULL::VARCHAR';
  await duck.run(`CREATE TABLE ${variantsTable(entity)} AS
    SELECT p.golden_id, r.record_key, r.record_id, r.connection_id, r.system, r.source_object, r.mapping_version, r.seq,
      0 AS more, r.pending, r.extras, ${changed} AS changed_at, ${fieldNames(entity)
        .map((name) => `r.${name}`)
        .join(', ')}
    FROM ${recordsTable(entity)} r JOIN ${placesTable(entity)} p ON p.record_key = r.record_key`);
};

/**
 * A cloud resource is named by each of its cost lines, mostly with the same values: lines that say the same are one variant,
 * for which the latest line stands. A line's charge period is the time of what it says.
 */
const writeResourceVariants = async ({ duck }: Workshop): Promise<void> => {
  const fields = fieldNames('cloud_resource');
  const latest = `max(struct_pack(t := coalesce(c.charge_period_end, ''), record_key := r.record_key, record_id := r.record_id,
    connection_id := r.connection_id, system := r.system, source_object := r.source_object,
    mapping_version := r.mapping_version, seq := r.seq, pending := r.pending, extras := r.extras))`;
  const of = (name: string): string => `latest.${name} AS ${name}`;
  await duck.run(`CREATE TABLE ${variantsTable('cloud_resource')} AS
    SELECT golden_id, ${['record_key', 'record_id', 'connection_id', 'system', 'source_object', 'mapping_version', 'seq'].map(of).join(', ')},
      lines - 1 AS more, latest.pending AS pending, latest.extras AS extras, nullif(latest.t, '') AS changed_at,
      ${fields.join(', ')}
    FROM (
      SELECT p.golden_id, count(*) AS lines, ${latest} AS latest, ${fields.map((name) => `r.${name}`).join(', ')}
      FROM ${recordsTable('cloud_resource')} r JOIN ${placesTable('cloud_resource')} p ON p.record_key = r.record_key
      LEFT JOIN ${recordsTable('cloud_cost')} c ON c.record_key = r.record_key
      GROUP BY ALL
    )`);
};

interface Variant {
  readonly source: GoldenSource;
  readonly changedAt: string | null;
  readonly extras: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** The extras of all variants; of one name that of the freshest. */
const mergedExtras = (variants: readonly Variant[]): Record<string, Json> => {
  const oldestFirst = [...variants].sort((a, b) => {
    const [one, other] = [a.changedAt ?? '', b.changedAt ?? ''];
    if (one !== other) return one < other ? -1 : 1;
    return a.source.record_key < b.source.record_key ? 1 : -1;
  });
  const extras: Record<string, Json> = {};
  for (const variant of oldestFirst) Object.assign(extras, JSON.parse(variant.extras));
  return Object.fromEntries(Object.entries(extras).sort(([a], [b]) => (a < b ? -1 : 1)));
};

const appendMerged = (
  appender: DuckDBAppender,
  entity: Entity,
  goldenId: string,
  variants: readonly Variant[],
): void => {
  const model = canonicalEntities[entity];
  const surviving = surviveFields(
    model,
    variants.map(({ source, changedAt, values }) => ({
      key: source.record_key,
      updatedAt: changedAt,
      values,
    })),
  );
  const number = new Map(variants.map(({ source }, at) => [source.record_key, at]));
  const byField = new Map(surviving.map((value) => [value.field, value]));
  appender.appendVarchar(goldenId);
  for (const { name } of model.fields) {
    const value = byField.get(name)?.value;
    if (typeof value === 'string') appender.appendVarchar(value);
    else appender.appendNull();
  }
  appender.appendVarchar(JSON.stringify(mergedExtras(variants)));
  appender.appendVarchar(JSON.stringify(variants.map(({ source }) => source)));
  appender.appendVarchar(
    JSON.stringify(
      Object.fromEntries(
        surviving.map(({ field, record, rule }) => [field, [number.get(record) ?? 0, rule]]),
      ),
    ),
  );
  appender.endRow();
};

const variantOf = (entity: Entity, row: readonly DuckDBValue[]): Variant => {
  const at = (column: string): DuckDBValue => row[1 + sourceColumns.indexOf(column)] ?? null;
  const text = (column: string): string => textOf(at(column)) ?? '';
  const more = numberOf(at('more'));
  const pending = parsed(textOf(at('pending'))) as Required<GoldenSource>['pending'] | null;
  const version = at('mapping_version');
  return {
    changedAt: textOf(at('changed_at')),
    extras: text('extras'),
    values: Object.fromEntries(
      canonicalEntities[entity].fields.map(({ name }, field) => [
        name,
        textOf(row[1 + sourceColumns.length + field]) ?? undefined,
      ]),
    ),
    source: {
      record_key: text('record_key'),
      record_id: text('record_id'),
      connection_id: text('connection_id'),
      system: text('system'),
      source_object: text('source_object'),
      mapping_version: version === null ? null : numberOf(version),
      seq: numberOf(at('seq')),
      ...(more > 0 ? { more } : {}),
      ...(pending === null ? {} : { pending }),
    },
  };
};

/** Lets the values of golden records with several variants survive, one golden record at a time. */
const writeMerged = async ({ duck, beside }: Workshop, entity: Entity): Promise<number> => {
  const fields = fieldNames(entity);
  await duck.run(`CREATE TABLE ${mergedTable(entity)} (golden_id VARCHAR, ${fields.map((name) => `${name} VARCHAR`).join(', ')},
    extras VARCHAR, sources VARCHAR, provenance VARCHAR)`);
  const appender = await beside.createAppender(mergedTable(entity));
  let current: string | null = null;
  let variants: Variant[] = [];
  let count = 0;
  const finish = (): void => {
    if (current === null) return;
    appendMerged(appender, entity, current, variants);
    count += 1;
    if (count % 10_000 === 0) appender.flushSync();
  };
  await readRows(
    duck,
    `SELECT golden_id, ${[...sourceColumns, ...fields].join(', ')} FROM ${variantsTable(entity)}
     WHERE golden_id IN (SELECT golden_id FROM ${variantsTable(entity)} GROUP BY golden_id HAVING count(*) > 1)
     ORDER BY golden_id, record_key`,
    (row) => {
      const id = textOf(row[0]);
      if (id !== current) {
        finish();
        current = id;
        variants = [];
      }
      variants.push(variantOf(entity, row));
    },
  );
  finish();
  appender.closeSync();
  return count;
};

/**
 * Decides what each golden record says: `variants_{entity}` has what its records say, `merged_{entity}` what survives where
 * they are several.
 */
export const mergeRecords = async (workshop: Workshop, entities: readonly Entity[]): Promise<void> => {
  const { duck, tell } = workshop;
  for (const entity of entities) {
    if (entity === 'cloud_resource') await writeResourceVariants(workshop);
    else await writeVariants(workshop, entity);
  }
  let merged = 0;
  for (const entity of entities) merged += await writeMerged(workshop, entity);
  const [[variants] = []] = await rowsOf(
    duck,
    entities.map((entity) => `SELECT count(*) AS n FROM ${variantsTable(entity)}`).join(' UNION ALL '),
  );
  tell({
    step: 'merge',
    text: `${merged} golden records have values of several records`,
    rows: numberOf(variants),
  });
};
