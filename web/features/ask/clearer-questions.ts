import type { Schemas } from '../../lib/api-client';

type Question = Schemas['AnsweredQuestion'];

const most = 8;

const namesOf = ({ intent }: Question): readonly string[] => {
  const names = intent?.['names'];
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown) =>
    typeof name === 'object' && name !== null && 'text' in name && typeof name.text === 'string'
      ? [name.text]
      : [],
  );
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name as a word of its own, with its quotation marks where it has them. */
const asTyped = (name: string): RegExp =>
  new RegExp(`["“„]\\s*${escaped(name)}\\s*["“”]|(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'u');

/** The question once more for each thing that a name in it may mean; which kind of thing is said where the name alone does not tell. */
export const clearerQuestions = (answer: Question): readonly string[] => {
  const { question, choices } = answer;
  const name = namesOf(answer).find((text) => choices.some(({ value }) => holds(value, text)));
  if (name === undefined) return [];
  return choices.slice(0, most).map(({ value, dimension }) => {
    const shared = choices.filter((other) => other.value.toLowerCase() === value.toLowerCase()).length > 1;
    const kind = shared && dimension !== 'name' ? `${dimension.replaceAll('_', ' ')} ` : '';
    return question.replace(asTyped(name), () => `${kind}"${value}"`);
  });
};

const holds = (value: string, text: string): boolean => value.toLowerCase().includes(text.toLowerCase());
