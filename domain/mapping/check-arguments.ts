import { decimalText } from '../canonical/decimal.ts';
import { shown } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';
import { scalarText } from './scalar-text.ts';
import { nearest } from './nearest.ts';
import { ArgumentError } from './transform-spec.ts';
import type { Arguments, Parameter, TransformSpec } from './transform-spec.ts';

/** What is wrong with an argument (null: with the transform as a whole) and how to cure it. */
export interface ArgumentProblem {
  readonly argument: string | null;
  readonly message: string;
}

const isScalar = (value: Json): boolean => value !== null && typeof value !== 'object';
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isTable = (value: Json): boolean =>
  value !== null &&
  typeof value === 'object' &&
  !isList(value) &&
  Object.values(value).every((member) => member === null || isScalar(member));

const types: Readonly<Record<Parameter['type'], { accepts: (value: Json) => boolean; noun: string }>> = {
  text: { accepts: (value) => typeof value === 'string', noun: 'a text; put it in quotes' },
  word: { accepts: (value) => typeof value === 'string', noun: 'a word' },
  integer: { accepts: (value) => Number.isSafeInteger(value), noun: 'a whole number' },
  decimal: {
    accepts: (value) =>
      (typeof value === 'number' || typeof value === 'string') && decimalText(String(value)) !== null,
    noun: 'a decimal number',
  },
  boolean: { accepts: (value) => typeof value === 'boolean', noun: 'true or false' },
  texts: {
    accepts: (value) =>
      typeof value === 'string' || (isList(value) && value.every((item) => typeof item === 'string')),
    noun: 'a text or a list of texts',
  },
  scalars: {
    // YAML reads an unquoted NULL as null; in a list of words it can only mean the word.
    accepts: (value) =>
      isScalar(value) || (isList(value) && value.every((item) => item === null || isScalar(item))),
    noun: 'a value or a list of values',
  },
  table: { accepts: isTable, noun: 'a table of source word: canonical value' },
};

const valueProblem = (parameter: Parameter, value: Json): string | null => {
  const { accepts, noun } = types[parameter.type];
  if (!accepts(value)) return `must be ${noun}; it is ${shown(value)}`;
  if (parameter.choices !== undefined && !parameter.choices.includes(scalarText(value))) {
    return `must be one of ${parameter.choices.map((choice) => shown(choice)).join(', ')}; it is ${shown(value)}`;
  }
  if (typeof value !== 'number') return null;
  if (parameter.minimum !== undefined && value < parameter.minimum)
    return `must be at least ${parameter.minimum}`;
  if (parameter.maximum !== undefined && value > parameter.maximum)
    return `must be at most ${parameter.maximum}`;
  return null;
};

const buildProblem = (spec: TransformSpec, given: Arguments): readonly ArgumentProblem[] => {
  try {
    spec.build(given);
    return [];
  } catch (error) {
    if (error instanceof ArgumentError) return [{ argument: null, message: error.message }];
    throw error;
  }
};

/** Everything that is wrong with a transform's arguments; empty when it can be built. */
export const argumentProblems = (spec: TransformSpec, given: Arguments): readonly ArgumentProblem[] => {
  const problems: ArgumentProblem[] = [];
  const known = spec.parameters.map(({ name }) => name);
  for (const argument of Object.keys(given)) {
    if (known.includes(argument)) continue;
    const has = known.length === 0 ? 'it takes none' : nearest(argument, known, 'its arguments are');
    problems.push({ argument, message: `${spec.name} has no argument ${shown(argument)}; ${has}` });
  }
  for (const parameter of spec.parameters) {
    const value = given[parameter.name];
    if (value === undefined) {
      if (parameter.required === true) {
        problems.push({
          argument: null,
          message: `${spec.name} needs ${parameter.name}, as in ${spec.example}`,
        });
      }
      continue;
    }
    const problem = valueProblem(parameter, value);
    if (problem !== null)
      problems.push({ argument: parameter.name, message: `${spec.name}: ${parameter.name} ${problem}` });
  }
  return problems.length > 0 ? problems : buildProblem(spec, given);
};
