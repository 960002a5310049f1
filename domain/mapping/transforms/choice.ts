import { Refusal, shown } from '../../canonical/refusal.ts';
import type { Json } from '../../json.ts';
import { ArgumentError, otherwise } from '../transform-spec.ts';
import type { Arguments, Step, TransformSpec } from '../transform-spec.ts';

const folded = (text: string): string => text.trim().toLowerCase();

const lookUp = (given: Arguments): Step<string> => {
  const exact = new Map<string, Json>(
    Object.entries((given['table'] ?? {}) as Readonly<Record<string, Json>>),
  );
  if (exact.size === 0) throw new ArgumentError('the table is empty; name at least one value');
  const loose = new Map<string, Json>();
  for (const [word, value] of exact) {
    const known = loose.get(folded(word));
    if (known !== undefined && known !== value) {
      throw new ArgumentError(`${shown(word)} stands twice with different values, by case alone; keep one`);
    }
    loose.set(folded(word), value);
  }
  return (text) => {
    const value = exact.get(text) ?? loose.get(folded(text));
    if (value !== undefined) return value;
    if (exact.has(text)) return null;
    return new Refusal(
      'unknown_value',
      `${shown(text)} is not in the enum table; add it, or say otherwise: keep`,
    );
  };
};

const words = (value: Json | undefined, fallback: readonly string[]): readonly string[] => {
  if (value === undefined) return fallback;
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.map((word) => folded(String(word as string | number | boolean)));
};

const boolean = (given: Arguments): Step<string> => {
  const yes = words(given['true'], ['true', 't', 'yes', 'y', '1', 'on']);
  const no = words(given['false'], ['false', 'f', 'no', 'n', '0', 'off']);
  const both = yes.find((word) => no.includes(word));
  if (both !== undefined) throw new ArgumentError(`${shown(both)} means both true and false; keep one`);
  const table = new Map([
    ...yes.map((word) => [word, true] as const),
    ...no.map((word) => [word, false] as const),
  ]);
  return (text) =>
    table.get(folded(text)) ??
    new Refusal(
      'no_boolean',
      `${shown(text)} is neither true nor false; add the word, or correct the source`,
    );
};

/** Transforms that choose from fixed words. */
export const choiceTransforms: readonly TransformSpec[] = [
  {
    name: 'enum',
    summary:
      'Looks a value up in a table; the exact word first, then without regard to case and outer spaces.',
    example: 'enum: { table: { Closed Won: won, Closed Lost: lost }, otherwise: keep }',
    parameters: [
      {
        name: 'table',
        type: 'table',
        required: true,
        primary: true,
        description: 'Source word to canonical value.',
      },
      otherwise,
    ],
    takes: 'text',
    build: lookUp,
  },
  {
    name: 'boolean',
    summary: 'Reads words for true and false, without regard to case.',
    example: 'boolean: { true: [Active], false: [Inactive] }',
    parameters: [
      { name: 'true', type: 'scalars', description: 'Words for true. Default true, t, yes, y, 1, on.' },
      { name: 'false', type: 'scalars', description: 'Words for false. Default false, f, no, n, 0, off.' },
      otherwise,
    ],
    takes: 'text',
    build: boolean,
  },
];
