import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '../../domain/faults.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8');

test('docs/faults.md explains every fault of the catalogue, and no other', () => {
  const rows = [...page.matchAll(/^\|\s+`([a-z_]+)`\s+\|\s+(\d{3})\s+\|\s+(yes|no)\s+\|/gm)].map(
    ([, code, status, retry]) => [code, Number(status), retry === 'yes'],
  );
  expect(rows).toEqual(Object.entries(faults).map(([code, { status, retry }]) => [code, status, retry]));
});
