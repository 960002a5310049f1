import type { CanonicalEntity, CanonicalField } from '../canonical/field.ts';
import type { Cell } from '../json.ts';
import type { Entity } from '../mapping/types.ts';
import type { FieldType } from '../schema/types.ts';
import { canonicalWords, entityWords, turningWords } from './canonical-words.ts';
import type { Features } from './evidence-model.ts';
import { stem } from './stem.ts';
import { nameTokens } from './tokens.ts';
import { likeness } from './word-similarity.ts';

export interface SourceShape {
  readonly name: string;
  /** Undefined where the type is not known. */
  readonly type: FieldType | undefined;
  /** A few values, where they are at hand. */
  readonly samples?: readonly Cell[];
}

interface Phrase {
  readonly words: readonly string[];
  readonly weights: readonly number[];
  /** 1 for the canonical name and its common names, less for those that mean other things as well. */
  readonly standing: number;
  readonly own: boolean;
}

const turning = new Set(turningWords.split(/\s+/u).map(stem));
const slight = new Map(
  `id:0.25 at:0.25 on:0.25 of:0.1 the:0.1 or:0.1 to:0.3 date:0.3 time:0.3 timestamp:0.3 name:0.45 number:0.35 code:0.4
  is:0.25 has:0.25 value:0.5 1:0.2 s:0.1 c:0.1 user:0.6 field:0.2 custom:0.2 key:0.4 text:0.4 line:0.4`
    .split(/\s+/u)
    .map((entry): [string, number] => [entry.split(':')[0] ?? '', Number(entry.split(':')[1])]),
);
/** How much a word says about which canonical field is meant. */
const weightOf = (word: string): number => slight.get(word) ?? slight.get(stem(word)) ?? 1;

const worth = (a: string, b: string): number => {
  const kind = likeness(a, b);
  return kind === 'equal' ? 1 : kind === 'spelling' ? 0.8 : kind === 'synonym' ? 0.45 : 0;
};

const phraseCache = new Map<string, readonly Phrase[]>();

function phrasesOf(entity: CanonicalEntity, field: CanonicalField): readonly Phrase[] {
  const key = `${entity.name}.${field.name}`;
  const known = phraseCache.get(key);
  if (known !== undefined) return known;
  const aliases = Object.entries(entity.aliases)
    .filter(([, target]) => target === field.name)
    .map(([alias]) => alias);
  const listed = (canonicalWords[entity.name][field.name] ?? '')
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const phrases = [field.name, ...aliases, ...listed].map((text, at): Phrase => {
    const words = nameTokens(text.replace('~', ''));
    return { own: at === 0, words, weights: words.map(weightOf), standing: text.startsWith('~') ? 0.6 : 1 };
  });
  phraseCache.set(key, phrases);
  return phrases;
}

const rank = ({ dice, standing, own }: Fit): number => dice * (own ? 1.05 : standing);

interface Fit {
  readonly dice: number;
  readonly source: number;
  readonly target: number;
  readonly standing: number;
  readonly left: readonly string[];
  /** The phrase is the canonical field's own name. */
  readonly own: boolean;
}

/** A word of a name, and how much it says. */
interface Weighted {
  readonly word: string;
  readonly weight: number;
}

/** Lays a name's words beside a phrase's, each word taken once. */
function fitPhrase(words: readonly Weighted[], free: ReadonlySet<string>, phrase: Phrase): Fit {
  const taken = new Set<number>();
  let source = 0;
  let sourceTotal = 0;
  let target = 0;
  const left: string[] = [];
  for (const { word, weight: own } of words) {
    let best = 0;
    let at = -1;
    phrase.words.forEach((other, index) => {
      const value = taken.has(index) ? 0 : worth(word, other);
      if (value > best) {
        best = value;
        at = index;
      }
    });
    const weight = at < 0 && free.has(word) ? 0 : own;
    sourceTotal += weight;
    if (at < 0) {
      if (!free.has(word)) left.push(word);
      continue;
    }
    taken.add(at);
    source += weight * best;
    target += (phrase.weights[at] ?? 0) * best;
  }
  const targetTotal = phrase.weights.reduce((total, weight) => total + weight, 0);
  return {
    dice: (source + target) / (sourceTotal + targetTotal),
    source: sourceTotal > 0 ? source / sourceTotal : 0,
    target: target / targetTotal,
    standing: phrase.standing,
    left,
    own: phrase.own,
  };
}

const typeFits: Readonly<Record<CanonicalField['type'], Readonly<Partial<Record<FieldType, number>>>>> = {
  text: {
    string: 1,
    enum: 1,
    uuid: 1,
    integer: 0.5,
    object: 0.5,
    mixed: 1,
    json: 0.5,
    null: 1,
    decimal: 0,
    float: 0,
    boolean: 0,
    date: 0,
    timestamp: 0,
    array: 0.3,
  },
  decimal: { decimal: 1, float: 1, integer: 1, string: 0.6, mixed: 0.8, null: 1, object: 0.3, json: 0.3 },
  integer: { integer: 1, decimal: 0.9, float: 0.8, string: 0.6, mixed: 0.8, null: 1, enum: 0.4 },
  boolean: { boolean: 1, string: 0.5, enum: 0.5, integer: 0.4, mixed: 0.8, null: 1 },
  date: { date: 1, timestamp: 1, string: 0.6, mixed: 0.8, null: 1, integer: 0.3 },
  timestamp: { timestamp: 1, date: 0.9, string: 0.6, mixed: 0.8, null: 1, integer: 0.4 },
  json: { json: 1, object: 1, array: 1, string: 0.6, mixed: 0.8, null: 1 },
};
const idTypes: Readonly<Partial<Record<FieldType, number>>> = {
  string: 1,
  uuid: 1,
  integer: 1,
  object: 1,
  enum: 0.7,
  mixed: 1,
  null: 1,
  json: 0.6,
  array: 0.2,
};

const typeFit = (field: CanonicalField, type: FieldType | undefined): number => {
  if (type === undefined) return 0.8;
  if (field.name.endsWith('_id')) return idTypes[type] ?? 0;
  return typeFits[field.type][type] ?? 0;
};

export interface MappingQuestion {
  /** Name of the source system, where it is known: `hubspot_owner_id` is `owner_id` there. */
  readonly system?: string | undefined;
  readonly object: string;
  readonly fields: readonly SourceShape[];
  readonly entity: CanonicalEntity;
}

/** Words with which platforms mark fields of their own making, and the number of a first one of several. */
const markers = ['1', 'property', 'properties', 'attribute', 'hs', 'crm', 'cf', 'udf'];

/** The sure nouns for an entity, singular and plural: `company_name` is the account's `name`. */
const ownNouns = (entity: Entity): string[] =>
  entityWords[entity]
    .split(';')
    .filter((noun) => !noun.includes('~'))
    .map((noun) => nameTokens(noun))
    .filter((words) => words.length === 1)
    .flatMap(([word = '']) => [word, `${word}s`, word.replace(/y$/u, 'ies')]);

/** Words that go without saying: the object's own, and those that most of its fields begin with. */
function freeWords(question: MappingQuestion): Set<string> {
  const free = new Set(nameTokens(question.object));
  for (const word of [...free]) free.add(stem(word));
  const firsts = new Map<string, number>();
  for (const { name } of question.fields) {
    const first = nameTokens(name)[0] ?? '';
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  for (const [word, count] of firsts) if (count >= 4 && count * 2 >= question.fields.length) free.add(word);
  for (const word of nameTokens(question.entity.name)) free.add(word);
  for (const word of ownNouns(question.entity.name)) free.add(word);
  for (const word of nameTokens(question.system ?? '')) free.add(word);
  for (const word of markers) free.add(word);
  return free;
}

interface BestTwo {
  readonly first: number;
  readonly at: number;
  readonly second: number;
}

/** The greatest score, its place, and the greatest of the others; 0 where there is none. */
const bestTwo = (scores: readonly number[]): BestTwo =>
  scores.reduce<BestTwo>(
    (best, score, at) =>
      score > best.first
        ? { first: score, at, second: best.first }
        : { ...best, second: Math.max(best.second, score) },
    { first: 0, at: -1, second: 0 },
  );

const bestBut = (place: number, best: BestTwo | undefined): number =>
  best === undefined ? 0 : best.at === place ? best.second : best.first;

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** Every pair's features, rows over source fields, columns over the entity's fields; undefined: out of the question. */
export function mappingFeatures(question: MappingQuestion): (Features | undefined)[][] {
  const free = freeWords(question);
  const fits = question.fields.map((field) => {
    const words = nameTokens(field.name).map((word) => ({ word, weight: weightOf(word) }));
    return question.entity.fields.map((target) => {
      const all = phrasesOf(question.entity, target).map((phrase) => fitPhrase(words, free, phrase));
      return all.reduce((best, fit) => (rank(fit) > rank(best) ? fit : best));
    });
  });
  const score = (i: number, j: number): number => {
    const fit = fits[i]?.[j];
    const target = question.entity.fields[j];
    if (fit === undefined || target === undefined) return 0;
    return rank(fit) * (0.4 + 0.6 * typeFit(target, question.fields[i]?.type));
  };
  const scores = fits.map((row, i) => row.map((_, j) => score(i, j)));
  const ofTargets = scores.map(bestTwo);
  const ofFields = question.entity.fields.map((_, j) => bestTwo(scores.map((row) => row[j] ?? 0)));
  return question.fields.map((field, i) =>
    question.entity.fields.map((target, j) => {
      const fit = fits[i]?.[j];
      if (fit === undefined || fit.dice < 0.25) return undefined;
      const mine = scores[i]?.[j] ?? 0;
      const otherTargets = bestBut(j, ofTargets[i]);
      const rivals = bestBut(i, ofFields[j]);
      const kind = typeFit(target, field.type);
      const turned = fit.left.filter((word) => turning.has(stem(word)));
      return {
        likeness: fit.dice,
        'name covered': fit.source,
        'phrase covered': fit.target,
        exact: flag(fit.dice > 0.97),
        'exact common': flag(fit.dice > 0.97 && fit.standing === 1),
        'canonical name': flag(fit.own && fit.dice > 0.97),
        'doubtful phrase': flag(fit.standing < 1),
        'words left': Math.min(3, fit.left.filter((word) => weightOf(word) >= 0.3).length),
        'turning words': Math.min(2, turned.length),
        'second of its kind': flag(/[2-9]/u.test(field.name)),
        nested: flag(field.name.includes('.')),
        'type odd': flag(kind > 0 && kind < 0.9),
        'type wrong': flag(kind < 0.2),
        'ahead of other fields': Math.max(0, Math.min(0.5, mine - rivals)),
        'behind another field': Math.max(0, rivals - mine),
        'ahead of other targets': Math.max(0, Math.min(0.5, mine - otherTargets)),
        'behind another target': Math.max(0, otherTargets - mine),
      };
    }),
  );
}
