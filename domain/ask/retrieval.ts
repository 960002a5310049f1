import { canonicalEntities } from '../canonical/canonical-entities.ts';
import { cosine, embed } from '../repair/embedding.ts';
import { questionForms } from './forms.ts';
import type { QuestionForm } from './forms.ts';
import { meaningsOf } from './lexicon.ts';
import { readWords } from './words.ts';

/** Something that may help with a question: what a field means, how a source is mapped, what was answered before. */
export interface Document {
  readonly kind: 'field' | 'mapping' | 'question';
  /** `opportunity.amount`, a mapping's id, a question's id. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface KnownDocument extends Document {
  readonly vector: readonly number[];
}

export interface RelatedDocument extends Document {
  /** Cosine, 0 to 1. */
  readonly likeness: number;
}

/** Below this likeness a document has nothing to do with a question. */
const leastLike = 0.25;
const mostRelated = 5;
const mostSuggested = 3;

const isFiller = (word: string): boolean => {
  const [meaning, other] = meaningsOf(word);
  return (
    other === undefined && (meaning?.type === 'filler' || meaning?.type === 'bind' || meaning?.type === 'by')
  );
};

/** A question as a unit vector: the words that say what it is about, by the memory's own embedding. */
export const embedQuestion = (question: string): readonly number[] => {
  const words = readWords(question).map(({ folded }) => folded);
  const telling = words.filter((word) => !isFiller(word));
  return embed((telling.length === 0 ? words : telling).join(' '));
};

let fields: readonly KnownDocument[] | undefined;

/** What every field of the canonical model means. */
const ontologyDocuments = (): readonly KnownDocument[] => {
  fields ??= Object.values(canonicalEntities).flatMap((entity) =>
    entity.fields.map(({ name, description }) => ({
      kind: 'field' as const,
      id: `${entity.name}.${name}`,
      title: `${entity.title}: ${name.replaceAll('_', ' ')}`,
      text: description,
      vector: embed(`${entity.name} ${name} ${description}`),
    })),
  );
  return fields;
};

/** The documents nearest to a question, the nearest first; each text is told once. */
export const recallDocuments = (
  vector: readonly number[],
  documents: readonly KnownDocument[],
): readonly RelatedDocument[] => {
  const titles = new Set<string>();
  return [...ontologyDocuments(), ...documents]
    .map(({ vector: other, ...document }) => ({ ...document, likeness: Math.min(1, cosine(vector, other)) }))
    .filter(({ likeness }) => likeness >= leastLike)
    .sort((a, b) => b.likeness - a.likeness)
    .filter(({ title }) => !titles.has(title) && titles.add(title))
    .slice(0, mostRelated);
};

const formVectors = new Map<string, readonly number[]>();
const vectorOf = ({ id, example, title }: QuestionForm): readonly number[] => {
  const known = formVectors.get(id) ?? embedQuestion(`${example} ${title}`);
  formVectors.set(id, known);
  return known;
};

/** The forms of question nearest to one, which the grammar may or may not take. */
export const nearestForms = (vector: readonly number[]): readonly QuestionForm[] =>
  questionForms
    .map((form) => ({ form, likeness: cosine(vector, vectorOf(form)) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, mostSuggested)
    .map(({ form }) => form);
