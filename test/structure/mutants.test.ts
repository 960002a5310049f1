import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutants, withoutGuard } from '../full/mutants.ts';

const root = join(import.meta.dirname, '..', '..');

test.each(mutants)('the mutant "$guard" fits the source', (mutant) => {
  const text = readFileSync(join(root, mutant.file), 'utf8');
  expect(withoutGuard(mutant, text)).not.toBe(text);
  expect(existsSync(join(root, mutant.test.file))).toBe(true);
});
