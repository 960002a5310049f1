import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../tenancy');

test('every rule of tenant isolation has a test that carries its number', () => {
  const titles = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/^test\(\s*['"`](rls_\d\d)/gm)])
    .map((match) => match[1]);
  // 8 is about a connection pooler in front of PostgreSQL, which no installation of ours has.
  const rules = Array.from({ length: 17 }, (_, index) => `rls_${String(index + 1).padStart(2, '0')}`);
  expect([...new Set(titles)].sort()).toEqual(rules.filter((rule) => rule !== 'rls_08'));
});
