/** What people are told of the features of the models: the features of one kind are one signal, in one sentence. */

interface Words {
  /** The signal that the feature is a part of. */
  readonly signal: string;
  /** What is seen where the signal speaks for the candidate, and where it speaks against it. */
  readonly for: string;
  readonly against: string;
}

const signal = (
  name: string,
  words: readonly (readonly [feature: string, seen: string, against?: string])[],
) =>
  words.map(
    ([feature, seen, against]) => [feature, { signal: name, for: seen, against: against ?? seen }] as const,
  );

const alike = 'the names are written alike';
const unlike = 'the names are written differently';
const otherwise = 'it has words that the canonical field is not called by';

/** How the words of two names stand to each other: of a rename's features these say most to a person, whatever they weigh. */
const relations = [
  ['identical', 'the names are made of the same words'],
  ['generic words differ', 'the names differ only in a word that says little'],
  ['words dropped', 'the new name leaves a word out'],
  ['words added', 'the new name adds a word'],
  ['synonyms beside shared words', 'the names share words, and the others mean the same'],
  ['synonyms alone', 'the names say the same in other words'],
  ['related beside shared words', 'the names share words, and the others are related'],
  ['related alone', 'the names are of related words'],
  ['strangers beside shared words', 'the names share a word but differ in another'],
  ['another thing beside shared words', 'the names share a word but name different things'],
  ['strangers alone', 'the names have no word in common'],
] as const;

const table: ReadonlyMap<string, Words> = new Map([
  ...signal('name', [
    // A rename's.
    ['literal', 'the names share words', 'the names share few words'],
    ['meaning', 'the names mean nearly the same', 'the names mean different things'],
    ['trigrams', alike, unlike],
    ['letters', alike, unlike],
    ['covered most', 'one name holds the other', 'the names share only a part of their words'],
    ['covered least', 'the names share most of their words', 'the names share only a part of their words'],
    ['unpaired words', 'the names have words that are not in both'],
    ['same ending', 'the names end alike'],
    ...relations,
    ['only the object’s own words differ', "the names differ only in the object's own name"],
    // A mapping's.
    [
      'likeness',
      'the name is like what the canonical field is called',
      'the name is little like the canonical field',
    ],
    ['name covered', 'the canonical field is called by all of its words', otherwise],
    [
      'phrase covered',
      'it has all the words of the canonical field',
      'words of the canonical field are missing',
    ],
    ['exact', 'it is called what the canonical field is called'],
    ['exact common', 'it is called what the canonical field is commonly called'],
    ['canonical name', "it has the canonical field's own name"],
    ['doubtful phrase', 'it is called by a word that may mean something else'],
    ['words left', otherwise],
    ['turning words', 'a word of it turns the meaning'],
    ['second of its kind', 'it is numbered as one of several'],
    ['nested', 'it stands inside another field'],
  ]),
  ...signal('type', [
    ['telling type', 'they have the same type, which few fields have'],
    ['type near', 'the new type holds the same values'],
    ['type odd', 'its type is unusual for the canonical field'],
  ]),
  ...signal('type far', [['type far', 'their types hardly fit']]),
  ...signal('type wrong', [['type wrong', 'its type does not fit the canonical field']]),
  ...signal('others', [
    ['only one of each', 'it is the only field that came, for the only one that went'],
    ['other new fields that fit', 'other new fields have a type that fits, too'],
    ['other lost fields that fit', 'other lost fields have a type that fits, too'],
    ['more new than lost', 'more fields came than went'],
    ['more lost than new', 'more fields went than came'],
    ['ahead of rivals', 'no other two names fit as well'],
    ['behind a rival', 'two other names fit better'],
    ['ahead of other fields', 'no other field is as likely'],
    ['behind another field', 'another field is more likely'],
    ['ahead of other targets', 'no other canonical field is as likely'],
    ['behind another target', 'another canonical field is more likely'],
  ]),
  ...signal('same rule', [['same rule elsewhere', 'other fields were renamed by the same rule']]),
  ...signal('object name', [
    ['named so', 'the object is named after the entity'],
    ['perhaps named so', 'the object may be named after the entity'],
    ['named after two entities', 'the object is named after two entities'],
    ['other words in its name', "the object's name says something else, too"],
  ]),
  ...signal('fields', [
    ['telling fields', 'it has fields that only this entity has', 'it has few fields of this entity'],
    ['required fields', 'it has what each record of the entity must have'],
  ]),
]);

const leading: ReadonlySet<string> = new Set(relations.map(([feature]) => feature));

/** Whether a signal is told by this feature wherever it is there. */
export const leads = (feature: string): boolean => leading.has(feature);

/** The words of a feature; one that has none is called by its name. */
export const wordsOf = (feature: string): Words =>
  table.get(feature) ?? { signal: feature, for: feature, against: feature };
