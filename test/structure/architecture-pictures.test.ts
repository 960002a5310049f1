import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface Diagram {
  readonly slug: string;
  readonly title: string;
  readonly source: string;
  readonly parts: readonly { readonly page?: string }[];
  readonly code: readonly string[];
}

const root = join(import.meta.dirname, '../..');
// The console has a module resolution of its own, so its types cannot be imported here.
const { diagrams } = jest.requireActual<{ diagrams: readonly Diagram[] }>(
  join(root, 'web/features/architecture/diagrams.ts'),
);

test('there are nine pictures, the first of the whole, each under a name of its own', () => {
  expect(diagrams).toHaveLength(9);
  expect(diagrams[0]?.slug).toBe('systems-overview');
  expect(new Set(diagrams.map(({ slug }) => slug)).size).toBe(9);
});

describe.each(diagrams)('$title', ({ source, parts, code }) => {
  test('the files that it names are there', () => {
    expect(code.length).toBeGreaterThan(0);
    expect(code.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('the pages that it points to are there', () => {
    const pages = parts.flatMap(({ page }) => page ?? []);
    const folders = readdirSync(join(root, 'web/app/(console)')).map((name) => `/${name}`);
    expect(pages.filter((page) => !folders.includes(page))).toEqual([]);
  });

  test('it begins with a kind of diagram that Mermaid knows', () => {
    expect(source).toMatch(/^(flowchart (TB|LR)|sequenceDiagram|stateDiagram-v2)\n/);
  });
});
