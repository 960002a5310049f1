import type { FieldFault } from '../../domain/faults.ts';
import { isStorable } from '../../domain/storable-text.ts';

/**
 * Every place of a value that cannot be kept as it was given: NUL and lone surrogates, which no database text holds, and fields
 * called `__proto__`, which vanish from objects. Places are JSON pointers.
 */
export const unstorable = (value: unknown, pointer = ''): FieldFault[] => {
  if (typeof value === 'string') return textFaults(value, pointer);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const misnamed = name === '__proto__' ? [unknownField(place)] : textFaults(name, place);
    return [...misnamed, ...unstorable(inner, place)];
  });
};

const textFaults = (text: string, pointer: string): FieldFault[] =>
  isStorable(text)
    ? []
    : [{ pointer, code: 'unstorable_text', message: 'Remove NUL characters and unpaired surrogates' }];

const unknownField = (pointer: string): FieldFault => ({
  pointer,
  code: 'unknown_field',
  message: 'There is no such field; remove it or correct its name',
});
