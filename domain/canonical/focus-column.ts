/** FOCUS: FinOps Open Cost and Usage Specification, https://focus.finops.org; its column names in snake_case. */
import { field } from './field.ts';
import type { CanonicalField, CanonicalType } from './field.ts';

type FocusVersion = '1.0' | '1.1' | '1.2';
type Facts = Parameters<typeof field>[3];

/** `ResourceId` → `resource_id`. */
const snakeCase = (column: string): string => column.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

/** A field that is a FOCUS column; `since` is the version that brought it. */
export const focusColumn = (
  column: string,
  type: CanonicalType,
  description: string,
  { since = '1.0', ...facts }: Facts & { since?: FocusVersion } = {},
): CanonicalField =>
  field(snakeCase(column), type, description, { source: `FOCUS ${since}, column ${column}`, ...facts });
