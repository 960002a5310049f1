import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalEntity } from '../canonical/field.ts';
import type { Entity } from '../mapping/types.ts';
import { entities } from '../mapping/types.ts';
import type { Reason } from '../schema/changes.ts';
import { entityWords } from './canonical-words.ts';
import { entityModel } from './entity-model.ts';
import type { Features } from './evidence-model.ts';
import { logOddsOf, reasonsOf, sigmoid } from './evidence-model.ts';
import type { SourceShape } from './mapping-features.ts';
import type { FieldSuggestion } from './suggest-fields.ts';
import { suggestFields } from './suggest-fields.ts';
import { stem } from './stem.ts';
import { nameTokens } from './tokens.ts';

export interface EntitySuggestion {
  readonly entity: Entity;
  /** Calibrated probability that the object holds this entity, 0–1. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  readonly fields: readonly FieldSuggestion[];
}

interface Noun {
  readonly words: readonly string[];
  readonly sure: boolean;
}

const nounsOf = (entity: Entity): Noun[] =>
  entityWords[entity].split(';').map((text) => ({
    words: nameTokens(text.replace('~', '')).map(stem),
    sure: !text.includes('~'),
  }));

const nouns = new Map(entities.map((entity) => [entity, nounsOf(entity)]));

const endsWith = (words: readonly string[], tail: readonly string[]): boolean =>
  tail.every((word, at) => words[words.length - tail.length + at] === word);

/** How the object's name speaks for the entity: by the whole, or only by its last word, or not at all. */
function nameFeatures(entity: Entity, object: string): Features {
  const words = nameTokens(object.split('.').at(-1) ?? object).map(stem);
  const found = (nouns.get(entity) ?? []).filter((noun) => endsWith(words, noun.words));
  const noun = found.sort((a, b) => b.words.length - a.words.length)[0];
  const own = new Set((nouns.get(entity) ?? []).flatMap((each) => each.words));
  const others =
    noun === undefined
      ? []
      : words.slice(0, words.length - noun.words.length).filter((word) => !own.has(word));
  const foreign = others.filter((word) =>
    entities.some((other) => (nouns.get(other) ?? []).some((each) => each.words.includes(word))),
  );
  return {
    'named so': noun?.sure === true ? 1 : 0,
    'perhaps named so': noun?.sure === false ? 1 : 0,
    'named after two entities': foreign.length > 0 ? 1 : 0,
    'other words in its name': Math.min(2, others.length),
  };
}

const sureOf = (found: readonly FieldSuggestion[]) => found.filter(({ confidence }) => confidence >= 0.6);

function fieldFeatures(entity: CanonicalEntity, fields: readonly FieldSuggestion[]): Features {
  const mapped = new Set(sureOf(fields).map(({ field }) => field));
  const telling = entity.fields.filter(({ name }) => !ordinary.has(name));
  const hits = telling.filter(({ name }) => mapped.has(name)).length;
  const required = entity.required.filter((group) => group.some((name) => mapped.has(name))).length;
  return {
    'telling fields': Math.min(1, hits / Math.min(8, telling.length)),
    'required fields': entity.required.length === 0 ? 0 : required / entity.required.length,
  };
}

/** Fields that tables of every kind have. */
const ordinary = new Set([
  'name',
  'owner_id',
  'created_at',
  'updated_at',
  'description',
  'account_id',
  'currency',
  'parent_id',
  'phone',
  'email',
  'title',
]);

/** One entity's signals for an object. */
export const entityFeatures = (
  entity: Entity,
  object: string,
  fields: readonly FieldSuggestion[],
): Features => ({
  ...nameFeatures(entity, object),
  ...fieldFeatures(canonicalEntities[entity], fields),
});

/** Which entity an object holds, the most likely first; all entities are answered, however unlikely. */
export function suggestEntities(
  object: string,
  fields: readonly SourceShape[],
  system?: string,
): EntitySuggestion[] {
  return entities
    .map((entity): EntitySuggestion => {
      const found = suggestFields({ system, object, fields, entity: canonicalEntities[entity] });
      const features = entityFeatures(entity, object, found);
      return {
        entity,
        confidence: sigmoid(logOddsOf(entityModel, features)),
        reasons: reasonsOf(entityModel, features),
        fields: found,
      };
    })
    .sort((a, b) => b.confidence - a.confidence);
}
