import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalField, CanonicalFormat } from '../canonical/field.ts';
import type { Json } from '../json.ts';
import { objectNames } from '../mapping/choose-default.ts';
import { checkMapping } from '../mapping/check-mapping.ts';
import type { Entity, FieldRule, Mapping, Transform } from '../mapping/types.ts';
import type { Reason } from '../schema/changes.ts';
import type { FieldType, SourceField, SourceObject } from '../schema/types.ts';
import { leastReview } from './band.ts';
import type { ProposedChange } from './band.ts';
import { fieldPath } from './lost-sources.ts';
import { mappedAgreement, valueAt } from './record-pairs.ts';
import { retypePipelines } from './retype.ts';
import type { SourceShape } from './mapping-features.ts';
import { suggestEntities } from './suggest-entity.ts';
import type { EntitySuggestion } from './suggest-entity.ts';
import type { FieldSuggestion } from './suggest-fields.ts';

export interface MappingQuestion {
  readonly system: string;
  readonly object: SourceObject;
  /** A few rows of the object, nested as in the source. */
  readonly samples: readonly Readonly<Record<string, Json>>[];
}

export interface FirstMapping {
  readonly mapping: Mapping;
  /** One per canonical field that something may feed; doubtful ones are not selected. */
  readonly changes: readonly ProposedChange[];
  /** That the entity and every selected field are right. */
  readonly confidence: number;
}

/** Either the mapping, or why there is none, in one sentence. */
export type FirstMappingAnswer =
  { readonly found: FirstMapping } | { readonly found: null; readonly reason: string };

/** Less likely objects hold no entity at all. */
const leastEntity = 0.3;
/** A first mapping is better without a field than with a wrong one: doubtful ones are only shown. */
const leastSelected = 0.85;
/** Not everything that looks right is: what is shown at all. */
const leastShown = 0.3;

const step = (name: string, given: Transform['arguments'] = {}): Transform => ({ name, arguments: given });

const formatPipelines: Readonly<Record<CanonicalFormat, readonly Transform[]>> = {
  email: [step('email', { otherwise: 'keep' })],
  domain: [step('trim'), step('domain', { otherwise: 'empty' })],
  url: [step('trim'), step('url', { otherwise: 'empty' })],
  phone: [step('phone', { otherwise: 'keep' })],
  country: [step('country', { otherwise: 'empty' })],
  currency: [step('currency')],
};

/** Structures and bytes are no canonical values. */
const unreadable: ReadonlySet<FieldType> = new Set(['array', 'object', 'binary', 'null']);

const isReadable = ({ name, type }: SourceField): boolean => !unreadable.has(type) && !name.includes('[]');

/** Ways to read a source field into a canonical one, the plainest first. */
const pipelinesFor = (field: CanonicalField, source: SourceField): readonly (readonly Transform[])[] => {
  if (field.format !== null) return [formatPipelines[field.format]];
  if (field.type === 'text') return source.type === 'string' ? [[step('trim')]] : [[]];
  return retypePipelines(field, []);
};

interface Reading {
  readonly rule: FieldRule;
  /** Share of the samples that it cannot read. */
  readonly refused: number;
  /** Another way reads the samples as well, but to other values (day and month, comma and point). */
  readonly ambiguous: boolean;
}

/** Of two ways that fit as well, nobody knows which is right. */
const whenAmbiguous = 0.6;

const bestReading = (
  field: CanonicalField,
  source: SourceField,
  samples: MappingQuestion['samples'],
): Reading => {
  const pairs = samples.map((record) => ({ before: record, after: record }));
  const compare = (before: FieldRule, after: FieldRule) => mappedAgreement(pairs, field, { before, after });
  const readings = pipelinesFor(field, source).map((transforms) => {
    const rule: FieldRule = { from: [fieldPath(source.name)], transforms, required: false };
    return { rule, refused: compare(rule, rule).refused / Math.max(1, samples.length) };
  });
  const least = Math.min(...readings.map(({ refused }) => refused));
  const fitting = readings.filter(({ refused }) => refused === least);
  const [best] = fitting;
  if (best === undefined) throw new Error(`There is no way to read ${field.name}`);
  const ambiguous = fitting.some(({ rule }) => {
    const { equal, records } = compare(best.rule, rule);
    return equal < records;
  });
  return { ...best, ambiguous };
};

const readingReasons = ({ refused, ambiguous }: Reading): readonly Reason[] => [
  ...(refused === 0
    ? []
    : [
        {
          signal: 'canonical values',
          weight: Math.round(100 * Math.log(1.001 - refused)) / 100,
          text: `${Math.round(100 * refused)} % of the sample values cannot be read`,
        },
      ]),
  ...(ambiguous
    ? [
        {
          signal: 'canonical values',
          weight: Math.round(100 * Math.log(whenAmbiguous)) / 100,
          text: 'the sample values can be read in two ways, to different values',
        },
      ]
    : []),
];

const changeOf = (
  entity: Entity,
  { object, samples }: MappingQuestion,
  suggestion: FieldSuggestion,
): ProposedChange | null => {
  const field = canonicalEntities[entity].fields.find(({ name }) => name === suggestion.field);
  const source = object.fields.find(({ name }) => name === suggestion.source);
  if (field === undefined || source === undefined) return null;
  const reading = bestReading(field, source, samples);
  const { rule, refused, ambiguous } = reading;
  const confidence = suggestion.confidence * (1 - refused) * (ambiguous ? whenAmbiguous : 1);
  if (confidence < leastShown) return null;
  return {
    entity,
    agreement: null,
    change: {
      id: `${entity}.${field.name}`,
      kind: 'new',
      part: 'field',
      field: field.name,
      lost: [],
      found: rule.from,
      before: null,
      after: rule,
      confidence,
      evidence: [...suggestion.reasons, ...readingReasons(reading)],
      selected: confidence >= leastSelected,
    },
  };
};

/** What every record must have is taken in from the review band up; undefined where nothing gives it. */
const withRequired = (
  entity: Entity,
  changes: readonly ProposedChange[],
): readonly ProposedChange[] | undefined => {
  let all = changes;
  for (const group of canonicalEntities[entity].required) {
    const fits = all.filter(({ change }) => group.includes(change.field));
    if (fits.some(({ change }) => change.selected)) continue;
    const best = fits.reduce<ProposedChange | undefined>(
      (left, right) => ((left?.change.confidence ?? 0) >= right.change.confidence ? left : right),
      undefined,
    );
    if (best === undefined || best.change.confidence < leastReview) return undefined;
    all = all.map((one) => (one === best ? { ...one, change: { ...one.change, selected: true } } : one));
  }
  return all;
};

const mappingOf = (
  { system, object }: MappingQuestion,
  entity: Entity,
  changes: readonly ProposedChange[],
): Mapping => {
  const rules = new Map(
    changes.flatMap(({ change }) =>
      change.selected && change.after !== null ? [[change.field, change.after]] : [],
    ),
  );
  const fields = canonicalEntities[entity].fields.flatMap(({ name }) => {
    const rule = rules.get(name);
    return rule === undefined ? [] : [[name, rule] as const];
  });
  const mapping: Mapping = {
    system,
    object: object.name,
    entity,
    version: 1,
    key: object.key.map(fieldPath),
    changeField: null,
    where: [],
    fields: Object.fromEntries(fields),
  };
  checkMapping(mapping);
  return mapping;
};

/** The fields that a canonical one can be read from, with their samples. */
export const readableShapes = ({ object, samples }: MappingQuestion): SourceShape[] =>
  object.fields.filter(isReadable).map(({ name, type }) => ({
    name,
    type,
    samples: samples.map((record) => valueAt(record, fieldPath(name))),
  }));

/** Weighing more takes so long that other work would wait for it. */
const mostFields = 1_000;

const none = (reason: string): FirstMappingAnswer => ({ found: null, reason });

/**
 * The entity that an object most likely holds, with its fields; undefined where it looks like none. Of a file's name, a
 * sheet's or a table's the one counts that speaks most plainly.
 */
export const likeliestEntity = (question: MappingQuestion): EntitySuggestion | undefined => {
  if (question.object.fields.length > mostFields) return undefined;
  return [...objectNames(question.object.name)]
    .flatMap((name) => suggestEntities(name, readableShapes(question), question.system).slice(0, 1))
    .filter(({ confidence }) => confidence >= leastEntity)
    .reduce<EntitySuggestion | undefined>(
      (best, one) => (best !== undefined && best.confidence >= one.confidence ? best : one),
      undefined,
    );
};

/**
 * Suggests the first mapping of an object: its likeliest entity, and for each canonical field the source field and the way
 * to read it that fits the samples best. Pure; the same question gives the same answer. `best` is its likeliest entity, perhaps
 * advised about.
 */
export const suggestMapping = (
  question: MappingQuestion,
  best: EntitySuggestion | undefined,
): FirstMappingAnswer => {
  const { object } = question;
  if (object.fields.length > mostFields)
    return none(
      `${object.name} has ${object.fields.length} fields; nothing is suggested beyond ${mostFields}, write its mapping by hand`,
    );
  if (object.key.length === 0 && object.kind !== 'file' && object.kind !== 'sheet')
    return none(`${object.name} has no key; name the fields that tell its records apart in a mapping`);
  if (best === undefined) return none(`${object.name} looks like no canonical entity`);
  const { entity } = best;
  const changes = withRequired(
    entity,
    best.fields.flatMap((suggestion) => changeOf(entity, question, suggestion) ?? []),
  );
  if (changes === undefined)
    return none(`${object.name} looks like ${entity}, but no field gives what every ${entity} must have`);
  const selected = changes.filter(({ change }) => change.selected);
  if (selected.length === 0) return none(`${object.name} looks like ${entity}, but no field is sure enough`);
  const confidence = selected.reduce((product, { change }) => product * change.confidence, best.confidence);
  return { found: { mapping: mappingOf(question, entity, changes), changes, confidence } };
};
