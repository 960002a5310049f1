import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { environmentSchema } from '../../platform/config.ts';

const page = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

const defaultOf = (schema: z.ZodType): string => {
  const empty = schema.safeParse(undefined);
  if (!empty.success) return 'required';
  const values = (Array.isArray(empty.data) ? empty.data : [empty.data]) as (
    string | number | boolean | undefined
  )[];
  const text = values.map((value) => value ?? '').join(',');
  return text === '' ? '' : `\`${text}\``;
};

test('README lists every variable of the environment with its default and what it is for, and no other', () => {
  const section = page.slice(page.indexOf('## Environment'));
  const table = section.slice(0, section.indexOf('\n## ', 1));
  const listed = [...table.matchAll(/^\| `([A-Z_]+)` +\| (.*?) *\| (.*?) *\|$/gm)].map(
    ([, name = '', value = '', purpose = '']) => [name, value, purpose.replaceAll('\\|', '|')],
  );
  const known = Object.entries<z.ZodType>(environmentSchema.shape).map(([name, schema]) => [
    name,
    defaultOf(schema),
    schema.description,
  ]);
  expect(listed.map(([name]) => name).sort()).toEqual(known.map(([name]) => name).sort());
  expect(Object.fromEntries(listed.map(([name, ...rest]) => [name, rest]))).toEqual(
    Object.fromEntries(known.map(([name, ...rest]) => [name, rest])),
  );
});
