import type { Entity } from '../../domain/mapping/types.ts';
import type { SourceShape } from '../../domain/repair/mapping-features.ts';
import { suggestEntities } from '../../domain/repair/suggest-entity.ts';

/** What one source field is, as the offline tools answer it. */
export interface FieldAnswer {
  readonly source: string;
  readonly entity: Entity | null;
  readonly field: string | null;
  readonly confidence: number;
  readonly reasons: readonly string[];
}

/** An object less likely than this to hold any entity has no canonical fields. */
const leastEntity = 0.3;
/** Below this the doubt about the entity is the doubt about each of its fields. */
const sureEntity = 0.6;

const rounded = (confidence: number): number => Math.round(confidence * 1e4) / 1e4;

/** Suggests the entity of one object and assigns its fields; one answer a field, in the order given. */
export function suggestObject(
  object: string,
  fields: readonly SourceShape[],
  system?: string,
): FieldAnswer[] {
  const best = suggestEntities(object, fields, system)[0];
  if (best === undefined || best.confidence < leastEntity) {
    const reasons = [`${object} looks like no canonical entity`];
    return fields.map(({ name }) => ({
      source: name,
      entity: null,
      field: null,
      confidence: rounded(1 - (best?.confidence ?? 0)),
      reasons,
    }));
  }
  return best.fields.map(({ source, field, confidence, reasons }) => ({
    source,
    entity: field === null ? null : best.entity,
    field,
    confidence: rounded(best.confidence < sureEntity ? Math.min(confidence, best.confidence) : confidence),
    reasons: reasons.map(({ text }) => text),
  }));
}
