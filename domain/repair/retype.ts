import type { CanonicalField, CanonicalType } from '../canonical/field.ts';
import type { Transform } from '../mapping/types.ts';

const step = (name: string, given: Transform['arguments'] = {}): Transform => ({ name, arguments: given });

const dates = ['ISO', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY', 'YYYY/MM/DD', 'YYYYMMDD'];
const times = [
  'ISO',
  'DD/MM/YYYY HH:mm:ss',
  'MM/DD/YYYY HH:mm:ss',
  'DD.MM.YYYY HH:mm:ss',
  'YYYY-MM-DD HH:mm:ss',
];

/** First steps that may read a type that a field never had before, by what it must become. */
const readers: Partial<Record<CanonicalType, readonly Transform[]>> = {
  decimal: [step('decimal'), step('decimal', { decimal_mark: ',' })],
  integer: [step('integer')],
  boolean: [step('boolean')],
  date: dates.map((format) => step('date', { formats: [format] })),
  timestamp: [
    ...[...times, ...dates.slice(1)].map((format) => step('timestamp', { formats: [format], zone: 'UTC' })),
    step('timestamp', { epoch: 's' }),
    step('timestamp', { epoch: 'ms' }),
  ],
};

const readerNames = new Set(['decimal', 'integer', 'boolean', 'date', 'timestamp', 'date_only']);

/**
 * Pipelines that may read a field after its type has changed: the present one first, then every way to read the canonical
 * type followed by what the present one does besides reading.
 */
export const retypePipelines = (
  field: CanonicalField,
  present: readonly Transform[],
): readonly (readonly Transform[])[] => {
  const rest = present.filter(({ name }) => !readerNames.has(name));
  return [present, ...(readers[field.type] ?? []).map((reader) => [reader, ...rest])];
};
