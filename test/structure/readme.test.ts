import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { environmentSchema } from '../../platform/config.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'README.md'), 'utf8');
const sectionOf = (title: string): string => {
  const section = page.slice(page.indexOf(`## ${title}`));
  return section.slice(0, section.indexOf('\n## ', 1));
};

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
  const listed = [...sectionOf('Environment').matchAll(/^\| `([A-Z_]+)` +\| (.*?) *\| (.*?) *\|$/gm)].map(
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

/** Commands of the command line, each with its own commands behind it, as Node's own loader has them. */
const commands = (): readonly string[] => {
  const script = `import { createProgram } from './cli/main.ts';
    const words = (await createProgram()).commands.flatMap((one) =>
      one.commands.length === 0 ? [one.name()] : one.commands.map((each) => one.name() + ' ' + each.name()));
    console.log(JSON.stringify(words));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(told) as readonly string[];
};

test('README lists every command of the command line, and no other', () => {
  const rows = [...sectionOf('Command line').matchAll(/^\| (`.*?`) +\|/gm)].map(([, cell = '']) => cell);
  const listed = [...rows.join().matchAll(/`([a-z ]+)((?:\\\|[a-z]+)*)[^`]*`/g)].flatMap(
    ([, first = '', more = '']) => {
      const [name = '', verb] = first.trim().split(' ');
      return verb === undefined
        ? [name]
        : [verb, ...more.split('\\|').slice(1)].map((each) => `${name} ${each}`);
    },
  );
  expect(listed.sort()).toEqual([...commands()].sort());
});
