import { canonicalEntities } from '../canonical/canonical-entities.ts';
import type { CanonicalField } from '../canonical/field.ts';
import type { FieldRule, Mapping, Transform } from '../mapping/types.ts';
import type { Reason } from '../schema/changes.ts';
import { succeed } from './apply-changes.ts';
import type { ProposedChange } from './band.ts';
import { leastReview } from './band.ts';
import type { Composition } from './find-compositions.ts';
import { fieldPath, LostSources } from './lost-sources.ts';
import type { ObjectChange, Target } from './lost-sources.ts';
import type { MappedAgreement, RecordPair } from './record-pairs.ts';
import { mappedAgreement } from './record-pairs.ts';
import type { FieldChange } from './repair.ts';
import { retypePipelines } from './retype.ts';

export interface Proposal {
  /** By mapping, in the order given; mappings that nothing changes are left out. */
  readonly mappings: readonly { readonly mapping: Mapping; readonly changes: readonly ProposedChange[] }[];
  /** Lost paths that a mapping reads and that no selected change gives back. */
  readonly unresolved: readonly string[];
  /** That all selected changes are right; 1 where none is needed, and of the best doubtful one where none is selected. */
  readonly confidence: number;
}

interface Context {
  readonly sources: LostSources;
  readonly pairs: readonly RecordPair[];
  readonly mapping: Mapping;
}

type Found = Pick<FieldChange, 'kind' | 'found' | 'after' | 'confidence' | 'evidence'> & {
  readonly agreement: MappedAgreement | null;
};

/** Fewer records than this prove nothing. */
const fewestRecords = 5;
/** A way of reading that fits all values may still read them wrongly (days and months): never sure without the same records. */
const fitsAtMost = 0.75;
const unseen = 0.5;
/** A whole that is not always cut where its parts met (`Ann van der Berg`) puts values under wrong fields: a person has to look. */
const cutWrongly = { mostSure: 0.8, share: 0.99 };
/** Values that were all written anew say nothing of the reading, if the present rule reads every one: a person has to look. */
const rewritten = { confidence: 0.65, fewest: 50, mostEqual: 0.02 };

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const readingConfidence = ({ records, equal, refused, seen }: MappedAgreement): number => {
  if (seen === 0) return unseen;
  const fits = 1 - share(refused, seen);
  return fits * (records < fewestRecords ? fitsAtMost : (equal + 0.5) / (records + 1));
};

const agreementReason = (agreement: MappedAgreement): readonly Reason[] => {
  const { records, equal, refused, seen } = agreement;
  if (seen === 0) return [];
  const text =
    records < fewestRecords
      ? `${seen - refused} of ${seen} new values can be read`
      : `${equal} of ${records} records give the same canonical value as before`;
  const odds = readingConfidence(agreement);
  return [
    { signal: 'canonical values', weight: Math.round(100 * Math.log(odds / (1.001 - odds))) / 100, text },
  ];
};

interface Reading {
  readonly after: FieldRule;
  readonly agreement: MappedAgreement;
}

/** The rule that reads most records as they were read before, out of several pipelines. */
const bestReading = (
  { pairs }: Context,
  field: CanonicalField,
  rules: { readonly before: FieldRule; readonly candidates: readonly FieldRule[] },
): Reading | undefined => {
  const readings = rules.candidates.map((after): Reading => ({
    after,
    agreement: mappedAgreement(pairs, field, { before: rules.before, after }),
  }));
  return readings.reduce<Reading | undefined>((best, reading) => {
    if (best === undefined) return reading;
    return readingConfidence(reading.agreement) > readingConfidence(best.agreement) ? reading : best;
  }, undefined);
};

const isRewritten = ({ after, agreement }: Reading, rule: FieldRule): boolean =>
  after.transforms === rule.transforms &&
  agreement.refused === 0 &&
  agreement.records >= rewritten.fewest &&
  agreement.equal <= rewritten.mostEqual * agreement.records;

const fieldOf = ({ mapping }: Context, name: string): CanonicalField | undefined =>
  canonicalEntities[mapping.entity].fields.find((field) => field.name === name);

const renamed = (
  context: Context,
  name: string,
  rule: FieldRule,
  targets: readonly Target[],
): Found | null => {
  const field = fieldOf(context, name);
  if (field === undefined) return null;
  const from = targets.map(({ path }) => path);
  const moved = targets.some(({ path }, at) => path !== rule.from[at]);
  const retyped = targets.some((target) => target.retyped);
  const pipelines = retyped ? retypePipelines(field, rule.transforms) : [rule.transforms];
  const candidates = pipelines.map((transforms) => ruleAfter(rule, from, transforms, moved));
  const best = bestReading(context, field, { before: rule, candidates });
  if (best === undefined) return null;
  const reading = isRewritten(best, rule) ? rewritten.confidence : readingConfidence(best.agreement);
  const named = targets.reduce((product, { confidence }) => product * confidence, 1);
  return {
    kind: moved ? 'rename' : 'retype',
    found: from,
    after: best.after,
    confidence: retyped ? named * reading : named,
    evidence: [
      ...targets.flatMap(({ evidence }) => evidence),
      ...(retyped ? agreementReason(best.agreement) : []),
    ],
    agreement: best.agreement,
  };
};

/** A rule that needs no change to read the new type stays as it is. */
const ruleAfter = (
  rule: FieldRule,
  from: readonly string[],
  transforms: readonly Transform[],
  moved: boolean,
): FieldRule => (!moved && transforms === rule.transforms ? rule : succeed(rule, from, transforms));

const composedConfidence = (agreement: MappedAgreement): number => {
  const sure = agreement.equal >= cutWrongly.share * agreement.records;
  return Math.min(readingConfidence(agreement), sure ? 0.99 : cutWrongly.mostSure);
};

const composed = (context: Context, name: string, rule: FieldRule, found: Composition): Found | null => {
  const field = fieldOf(context, name);
  if (field === undefined || rule.from.length !== 1) return null;
  const { kind, separator } = found;
  const lost = context.sources.lostBehind(rule.from[0] ?? '') ?? '';
  const first: Transform =
    kind === 'split'
      ? { name: 'join', arguments: { by: separator } }
      : {
          name: 'split',
          arguments: {
            by: separator.trim() === '' ? ' ' : separator.trim(),
            index: found.from.indexOf(lost),
          },
        };
  const from = found.to.map(fieldPath);
  const after = succeed(rule, from, [first, ...rule.transforms]);
  const agreement = mappedAgreement(context.pairs, field, { before: rule, after });
  const proved = agreement.records >= fewestRecords;
  return {
    kind,
    found: from,
    after,
    confidence: proved ? composedConfidence(agreement) : found.confidence,
    evidence: [...found.reasons, ...(proved ? agreementReason(agreement) : [])],
    agreement,
  };
};

/** It is shown all the same: whoever knows the source field can name it. */
const nothingFound: Found = {
  kind: 'rename',
  found: [],
  after: null,
  confidence: 0,
  evidence: [],
  agreement: null,
};

const proposeRule = (context: Context, name: string, rule: FieldRule): ProposedChange | null => {
  const { sources, mapping } = context;
  const lost = rule.from.filter((path) => sources.lostBehind(path) !== undefined);
  if (lost.length === 0) return null;
  const targets = rule.from.map((path): Target | undefined =>
    lost.includes(path) ? sources.targetOf(path) : { path, confidence: 1, evidence: [], retyped: false },
  );
  const known = targets.filter((target) => target !== undefined);
  const composition = lost.map((path) => sources.compositionOf(path)).find((one) => one !== undefined);
  const byName = known.length === targets.length ? renamed(context, name, rule, known) : null;
  const byParts = composition === undefined ? null : composed(context, name, rule, composition);
  const best = (byParts?.confidence ?? 0) > (byName?.confidence ?? 0) ? byParts : byName;
  const { agreement, ...found } = best ?? nothingFound;
  return {
    entity: mapping.entity,
    agreement,
    change: {
      id: `${mapping.entity}.${name}`,
      part: 'field',
      field: name,
      lost,
      before: rule,
      selected: found.confidence >= leastReview,
      ...found,
    },
  };
};

type Part = 'key' | 'change_field' | 'where';

const proposePart = (
  { sources, mapping }: Context,
  part: Part,
  field: string,
  paths: readonly string[],
): ProposedChange | null => {
  const lost = paths.filter((path) => sources.lostBehind(path) !== undefined);
  const targets = lost.map((path) => sources.targetOf(path)).filter((target) => target !== undefined);
  // A key or condition reads values as text: another type of the same field is no change of it.
  if (lost.length === 0 || targets.length < lost.length || targets.every(({ path }, at) => path === lost[at]))
    return null;
  const confidence = targets.reduce((product, target) => product * target.confidence, 1);
  return {
    entity: mapping.entity,
    agreement: null,
    change: {
      id: `${mapping.entity}:${field}`,
      kind: 'rename',
      part,
      field,
      lost,
      found: targets.map(({ path }) => path),
      before: null,
      after: null,
      confidence,
      evidence: targets.flatMap(({ evidence }) => evidence),
      selected: confidence >= leastReview,
    },
  };
};

const proposeMapping = (context: Context): readonly ProposedChange[] => {
  const { mapping } = context;
  const parts = [
    proposePart(context, 'key', 'key', mapping.key),
    mapping.changeField === null
      ? null
      : proposePart(context, 'change_field', 'change_field', [mapping.changeField]),
    ...mapping.where.map(({ path }, at) => proposePart(context, 'where', `where.${at}`, [path])),
    ...Object.entries(mapping.fields).map(([name, rule]) => proposeRule(context, name, rule)),
  ];
  return parts.filter((change) => change !== null);
};

/** All places in which a mapping reads source paths, by the id of the change that would mend them. */
const readsOf = (mapping: Mapping): readonly (readonly [id: string, paths: readonly string[]])[] => [
  [`${mapping.entity}:key`, mapping.key],
  [`${mapping.entity}:change_field`, mapping.changeField === null ? [] : [mapping.changeField]],
  ...mapping.where.map(({ path }, at) => [`${mapping.entity}:where.${at}`, [path]] as const),
  ...Object.entries(mapping.fields).map(([name, rule]) => [`${mapping.entity}.${name}`, rule.from] as const),
];

/**
 * Names of lost fields that a mapping still reads when these changes are made. A key or a condition whose field only has
 * another type goes on reading it.
 */
export const stillLost = (
  object: ObjectChange,
  mapping: Mapping,
  changes: readonly Pick<FieldChange, 'id' | 'selected'>[],
): readonly string[] => {
  const sources = new LostSources(object);
  const present = new Set(object.current.fields.map(({ name }) => name));
  const mended = new Set(changes.filter(({ selected }) => selected).map(({ id }) => id));
  return readsOf(mapping).flatMap(([id, paths]) => {
    if (mended.has(id)) return [];
    const lost = paths.flatMap((path) => sources.lostBehind(path) ?? []);
    return id.includes(':') ? lost.filter((name) => !present.has(name)) : lost;
  });
};

const together = (changes: readonly ProposedChange[]): number => {
  // One renamed field may feed several canonical ones: it is one question, however often it is asked.
  const questions = new Map<string, number>();
  for (const { change } of changes.filter((candidate) => candidate.change.selected)) {
    const question = JSON.stringify([change.lost, change.found]);
    questions.set(question, Math.min(change.confidence, questions.get(question) ?? 1));
  }
  return [...questions.values()].reduce((product, confidence) => product * confidence, 1);
};

/** That all selected changes are right; of the best doubtful one where none is selected and something is unresolved. */
export const confidenceOf = (changes: readonly ProposedChange[], unresolved: readonly string[]): number =>
  unresolved.length > 0 && !changes.some(({ change }) => change.selected)
    ? Math.max(0, ...changes.map(({ change }) => change.confidence))
    : together(changes);

/** Builds the changes of all mappings of an object that give its lost fields back, each with its confidence and why. */
export const proposeChanges = (
  object: ObjectChange,
  mappings: readonly Mapping[],
  pairs: readonly RecordPair[],
): Proposal => {
  const sources = new LostSources(object);
  const proposed = mappings.map((mapping) => ({
    mapping,
    changes: proposeMapping({ sources, pairs, mapping }),
  }));
  const unresolved = proposed.flatMap(({ mapping, changes }) =>
    stillLost(
      object,
      mapping,
      changes.map(({ change }) => change),
    ),
  );
  return {
    mappings: proposed.filter(({ changes }) => changes.length > 0),
    unresolved: [...new Set(unresolved)].sort(),
    confidence: confidenceOf(
      proposed.flatMap(({ changes }) => changes),
      unresolved,
    ),
  };
};
