import type { CanonicalField } from '../canonical/field.ts';
import type { Cell } from '../json.ts';
import type { Reason } from '../schema/changes.ts';

const text = (value: Cell): string =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';

const patterns = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@.]+$/u,
  url: /^(?:https?:\/\/)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#].*)?$/iu,
  domain: /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/iu,
  phone: /^\+?[\d\s().x/-]{6,24}$/iu,
  currency: /^[A-Z]{3}$/u,
  number: /^[^\p{L}\d-]{0,3}-?[\d.,'\s]+[^\p{L}\d]{0,3}$/u,
  integer: /^\d[\d.,'\s]*$/u,
  boolean: /^(?:true|false|yes|no|y|n|t|f|0|1)$/iu,
  date: /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{10}(?:\d{3})?$|^\w{3,9} \d{1,2},? \d{4}/u,
} as const;
type Pattern = keyof typeof patterns;

/** What a canonical field's values must look like; undefined where any text will do. */
function patternOf(field: CanonicalField): Pattern | undefined {
  if (field.format === 'email' || field.format === 'url' || field.format === 'domain') return field.format;
  if (field.format === 'phone' || field.format === 'currency') return field.format;
  if (field.type === 'decimal') return 'number';
  if (field.type === 'timestamp' || field.type === 'date') return 'date';
  return field.type === 'boolean' || field.type === 'integer' ? field.type : undefined;
}

/** Formats that hardly anything else has: meeting them says more. */
const telling: ReadonlySet<Pattern> = new Set(['email', 'url', 'domain']);
const fewest = 3;

/** Values that are plainly of another kind than free text (used against text targets). */
const alien: readonly Pattern[] = ['email', 'url', 'date', 'boolean'];

/** What a few values of a source field say for or against a canonical field, as parts of the log-odds. */
export function sampleReasons(field: CanonicalField, samples: readonly Cell[]): Reason[] {
  const values = samples.map(text).filter((value) => value !== '' && value.toUpperCase() !== 'NULL');
  if (values.length < fewest) return [];
  const share = (pattern: Pattern): number =>
    values.filter((value) => patterns[pattern].test(value)).length / values.length;
  const wanted = patternOf(field);
  if (wanted === undefined) {
    const odd = field.name.endsWith('_id') ? [] : alien.filter((pattern) => share(pattern) > 0.9);
    if (odd.length === 0) return [];
    return [
      { signal: 'samples', weight: -3, text: `the samples look like ${odd[0] ?? ''} values, not like text` },
    ];
  }
  const fitting = share(wanted);
  const percent = `${Math.round(fitting * 100)} % of the samples look like ${wanted} values`;
  if (fitting >= 0.9) return [{ signal: 'samples', weight: telling.has(wanted) ? 2.5 : 0.5, text: percent }];
  return fitting < 0.5 ? [{ signal: 'samples', weight: -4, text: percent }] : [];
}
