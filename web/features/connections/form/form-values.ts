import type { FormField, FormVariant } from './read-fields';

/** What is typed, by field: text as it stands, or whether a box is ticked. */
export type FormValues = Readonly<Record<string, string | boolean>>;

/** What a form starts with: the stored value, else the schema's default. */
export const startValues = (
  fields: readonly FormField[],
  stored: Readonly<Record<string, unknown>> = {},
): FormValues =>
  Object.fromEntries(
    fields.map((field) => [field.name, typedOf(field, stored[field.name] ?? field.standard)]),
  );

const typedOf = ({ kind }: FormField, value: unknown): string | boolean => {
  if (kind === 'flag') return value === true;
  if (value === undefined || value === null) return '';
  if (kind === 'json') return JSON.stringify(value, null, 2);
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

export interface FormOutcome {
  readonly value: Readonly<Record<string, unknown>>;
  /** By field name. */
  readonly errors: Readonly<Record<string, string>>;
}

/** What the form means as JSON. Fields left empty are left out, so that the schema's defaults hold. */
export const readForm = (variant: FormVariant, values: FormValues): FormOutcome => {
  const value: Record<string, unknown> = { ...variant.fixed };
  const errors: Record<string, string> = {};
  for (const field of variant.fields) {
    const typed = values[field.name];
    if (typed === undefined || typed === '') {
      if (field.required) errors[field.name] = `${field.label} is needed`;
      continue;
    }
    try {
      value[field.name] = meaningOf(field, typed);
    } catch {
      errors[field.name] = field.kind === 'number' ? 'Type a number' : 'This is not valid JSON';
    }
  }
  return { value, errors };
};

const meaningOf = ({ kind, standard }: FormField, typed: string | boolean): unknown => {
  if (typeof typed === 'boolean') return typed;
  switch (kind) {
    case 'number': {
      const number = Number(typed);
      if (Number.isNaN(number)) throw new TypeError('not a number');
      return number;
    }
    case 'lines': {
      const lines = typed
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      // Salesforce reads "all" objects, or those named.
      return lines.length === 1 && lines[0] === 'all' && Array.isArray(standard) ? 'all' : lines;
    }
    case 'json':
      return JSON.parse(typed) as unknown;
    default:
      return typed;
  }
};

/** Errors of the API that belong to fields of `part`, by field name. */
export const fieldErrors = (
  errors: readonly { readonly pointer: string; readonly message: string }[],
  part: 'config' | 'credentials',
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    errors.flatMap(({ pointer, message }) => {
      const [, field] = new RegExp(`/${part}/([^/]+)`).exec(pointer) ?? [];
      return field === undefined ? [] : [[field, message] as const];
    }),
  );
