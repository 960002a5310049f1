/** How a transform is described: its name, its arguments, and the function that it becomes. */
import type { Refusal } from '../canonical/refusal.ts';
import type { Json } from '../json.ts';

export type Arguments = Readonly<Record<string, Json>>;

/** Types of arguments; `table` is a map of scalars, `word` one of `choices`. */
export type ParameterType =
  'text' | 'integer' | 'decimal' | 'boolean' | 'texts' | 'scalars' | 'table' | 'word';

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly description: string;
  readonly required?: true;
  /** Its value may stand alone: `join: ", "` for `join: { by: ", " }`. */
  readonly primary?: true;
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A step never sees null or an empty text: both end the pipeline. */
export type Step<Value extends Json = Json> = (value: Value) => Json | Refusal;

interface Described {
  readonly name: string;
  readonly summary: string;
  /** One line of YAML that shows it. */
  readonly example: string;
  readonly parameters: readonly Parameter[];
  /** What `otherwise: keep` keeps of the value; by default all of it. */
  readonly kept?: (value: Json) => Json;
}

/** `text` steps get numbers and booleans as text; `list` steps get a single value as a list of one. */
export type TransformSpec = Described &
  (
    | { readonly takes: 'text'; readonly build: (given: Arguments) => Step<string> }
    | { readonly takes: 'value'; readonly build: (given: Arguments) => Step }
    | { readonly takes: 'list'; readonly build: (given: Arguments) => Step<readonly Json[]> }
  );

/** An argument that has the right type and still makes no sense; the message names the cure. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** What a transform does with a value that it cannot read. */
export const otherwise: Parameter = {
  name: 'otherwise',
  type: 'word',
  choices: ['quarantine', 'empty', 'keep'],
  description:
    'What becomes of a value that cannot be read: the record is quarantined (default), or null, or the value as it is.',
};

/** The text argument of that name, or the fallback. */
export const textArgument = (given: Arguments, name: string, fallback: string): string => {
  const value = given[name];
  return typeof value === 'string' ? value : fallback;
};

/** The number argument of that name, or the fallback. */
export const numberArgument = (given: Arguments, name: string, fallback: number): number => {
  const value = given[name];
  return typeof value === 'number' ? value : fallback;
};

/** The list-of-texts argument of that name (one text counts as a list of one), or the fallback. */
export const textsArgument = (
  given: Arguments,
  name: string,
  fallback: readonly string[],
): readonly string[] => {
  const value = given[name];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : fallback;
};
