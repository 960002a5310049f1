import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { buildConsole } from '../../cli/build-console.ts';

const web = join(import.meta.dirname, '../../web');

/** Of the scripts that a page needs before it answers, gzipped, in bytes; docs/console.md says why it is not less. */
const budgets = { console: 195_000, public: 182_000 } as const;
const publicRoutes = ['/', '/sign-in', '/sign-up', '/invite', '/architecture', '/architecture/[slug]'];

/** Libraries that only some pages need, by a text that survives in their chunk: none may be in a first load. */
const splitOff = {
  mermaid: 'sequenceDiagram',
  'd3-sankey': 'circular link',
  cmdk: 'cmdk-input',
  dialogs: 'DialogContentModal',
  messages: 'toast.swipeStart',
  popovers: 'data-radix-popper-content-wrapper',
  'long lists': 'clampedReadBack',
} as const;

const statistics = z.array(z.object({ route: z.string(), firstLoadChunkPaths: z.array(z.string()) }));

let routes: { readonly route: string; readonly chunks: readonly string[]; readonly bytes: number }[];

beforeAll(async () => {
  await buildConsole(process.env, (line) => process.stderr.write(`[console] ${line}\n`));
  const told = readFileSync(join(web, '.next/diagnostics/route-bundle-stats.json'), 'utf8');
  const sizes = new Map<string, number>();
  const sizeOf = (chunk: string): number => {
    const size = sizes.get(chunk) ?? gzipSync(readFileSync(join(web, chunk))).length;
    sizes.set(chunk, size);
    return size;
  };
  routes = statistics.parse(JSON.parse(told)).map(({ route, firstLoadChunkPaths: chunks }) => ({
    route,
    chunks,
    bytes: chunks.reduce((sum, chunk) => sum + sizeOf(chunk), 0),
  }));
}, 600_000);

test('every page stays within what its scripts may weigh at first', () => {
  console.info(
    routes
      .toSorted((a, b) => b.bytes - a.bytes)
      .map(({ route, bytes }) => `${route} ${(bytes / 1_000).toFixed(1)} kB`)
      .join('\n'),
  );
  expect(routes.length).toBeGreaterThan(20);
  const over = routes.filter(
    ({ route, bytes }) => bytes > (publicRoutes.includes(route) ? budgets.public : budgets.console),
  );
  expect(over.map(({ route, bytes }) => `${route} ${bytes}`)).toEqual([]);
});

test.each(Object.entries(splitOff))('%s comes only where it is used', (_library, mark) => {
  const holding = globSync('.next/static/chunks/*.js', { cwd: web }).filter((chunk) =>
    readFileSync(join(web, chunk), 'utf8').includes(mark),
  );
  expect(holding).not.toEqual([]);
  const first = new Set(routes.flatMap(({ chunks }) => chunks));
  expect(holding.filter((chunk) => first.has(chunk))).toEqual([]);
});
