import { canonicalEntities } from '../../domain/canonical/canonical-entities.ts';
import type { CanonicalEntity } from '../../domain/canonical/field.ts';
import type { Entity } from '../../domain/mapping/types.ts';
import { entities } from '../../domain/mapping/types.ts';
import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import type { MappingQuestion, SourceShape } from '../../domain/repair/mapping-features.ts';
import { mappingFeatures } from '../../domain/repair/mapping-features.ts';
import type { RenameQuestion } from '../../domain/repair/rename-features.ts';
import { renameFeatures } from '../../domain/repair/rename-features.ts';
import { entityFeatures } from '../../domain/repair/suggest-entity.ts';
import { suggestFields } from '../../domain/repair/suggest-fields.ts';
import { fieldTypeOf } from '../../domain/schema/type-words.ts';
import type { DriftCase, MappingCase, ObjectCase } from '../eval/read-cases.ts';
import type { Sample } from './fit-logistic.ts';

/** A drift case as the matcher is asked. */
export function renameQuestion(drift: DriftCase): RenameQuestion {
  const before = new Set(drift.before.map(({ name }) => name));
  const after = new Set(drift.after.map(({ name }) => name));
  const shape = ({ name, type }: { name: string; type: string }) => ({ name, type: fieldTypeOf(type) });
  return {
    object: drift.table,
    lost: drift.before.filter(({ name }) => !after.has(name)).map(shape),
    fresh: drift.after.filter(({ name }) => !before.has(name)).map(shape),
    kept: [...before].filter((name) => after.has(name)),
  };
}

const remembered = new Map<DriftCase, readonly Sample[]>();

/** Every lost × new pair of a case, row by row. A table with many renames counts less per pair than one with few. */
export function renameSamples(drift: DriftCase): readonly Sample[] {
  const known = remembered.get(drift);
  if (known !== undefined) return known;
  const samples = pairSamples(drift);
  remembered.set(drift, samples);
  return samples;
}

function pairSamples(drift: DriftCase): Sample[] {
  const question = renameQuestion(drift);
  const right = new Set(drift.gold.renamed.map(([from, to]) => `${from}\0${to}`));
  const weight = 1 / Math.sqrt(Math.max(1, Math.min(question.lost.length, question.fresh.length)));
  return renameFeatures(question).flatMap((row, i) =>
    row.map((features, j) => ({
      features,
      right: right.has(`${question.lost[i]?.name ?? ''}\0${question.fresh[j]?.name ?? ''}`),
      weight,
    })),
  );
}

/** Fields that the labels of the evaluation know; a distractor that maps to another one is neither right nor wrong. */
const labelled: Readonly<Partial<Record<Entity, string>>> = {
  account: `name domain website industry phone annual_revenue employee_count billing_street billing_city billing_state
    billing_postal_code billing_country owner_id created_at updated_at description`,
  contact: `first_name last_name email phone mobile_phone title department account_id owner_id created_at updated_at
    mailing_street mailing_city mailing_state mailing_postal_code mailing_country`,
  opportunity: `name account_id amount currency stage probability close_date owner_id is_won is_closed created_at updated_at
    description`,
};

const spelling = (field: string): string => (field === 'website' ? 'domain' : field);

export const entityOf = (text: string): CanonicalEntity => canonicalEntities[text.toLowerCase() as Entity];

/** Whether a canonical field is the right answer; undefined where the labels do not say. */
export function isRight(mapping: MappingCase, field: string): boolean | undefined {
  if (mapping.kind === 'ambiguous') return undefined;
  const right = [mapping.gold, ...mapping.accept].some(
    (target) => target !== null && spelling(target.field) === spelling(field),
  );
  if (right || mapping.kind !== 'distractor') return right;
  const known = labelled[entityOf(mapping.object_entity).name]?.split(/\s+/u) ?? [];
  return known.includes(field) ? false : undefined;
}

/** The cases of each (system, object) together. */
export function byObject(cases: readonly MappingCase[]): MappingCase[][] {
  const groups = new Map<string, MappingCase[]>();
  for (const one of cases) {
    const key = `${one.system}\0${one.object}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** One object's cases as the matcher is asked. */
export const mappingQuestion = (group: readonly MappingCase[]): MappingQuestion => ({
  system: group[0]?.system,
  object: group[0]?.object ?? '',
  entity: entityOf(group[0]?.object_entity ?? 'account'),
  fields: group.map((one) => ({ name: one.source_field, type: fieldTypeOf(one.sample_type) })),
});

/** Every source field × canonical field of one object that is in question at all. */
export function mappingSamples(group: readonly MappingCase[]): Sample[] {
  const question = mappingQuestion(group);
  return mappingFeatures(question).flatMap((row, i) =>
    row.flatMap((features, j) => {
      const one = group[i];
      const field = question.entity.fields[j];
      const right = one && field && isRight(one, field.name);
      return features === undefined || right === undefined ? [] : [{ features, right, weight: 1 }];
    }),
  );
}

export const shapesOf = (one: ObjectCase): SourceShape[] =>
  one.fields.map(([name, type]) => ({ name, type: fieldTypeOf(type) }));

/** Every entity for one object. */
export const entitySamples = (one: ObjectCase, mapping: EvidenceModel): Sample[] =>
  entities.map((entity) => {
    const question = {
      system: one.system,
      object: one.object,
      fields: shapesOf(one),
      entity: canonicalEntities[entity],
    };
    return {
      features: entityFeatures(entity, one.object, suggestFields(question, mapping)),
      right: one.gold?.toLowerCase() === entity,
      weight: 1,
    };
  });
