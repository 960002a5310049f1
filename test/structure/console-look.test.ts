import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const web = join(root, 'web');
const styles = readFileSync(join(web, 'app/globals.css'), 'utf8');
const sources = globSync('{app,features,ui}/**/*.tsx', { cwd: web }).map((file) => ({
  file,
  text: readFileSync(join(web, file), 'utf8'),
}));

/** The colours of a theme by token; only those that are opaque. */
const coloursOf = (block: string): ReadonlyMap<string, string> =>
  new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]));

const light = coloursOf(/^:root \{(.*?)^\}/ms.exec(styles)?.[1] ?? '');
const dark = coloursOf(/^:root\[data-theme='dark'\] \{(.*?)^\}/ms.exec(styles)?.[1] ?? '');

/** Relative luminance, WCAG 2.2. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const roles = ['source', 'ontology', 'agent', 'brand', 'danger', 'warn'];
/** What is written in which colour on which ground. */
const pairs = [
  ...['canvas', 'panel', 'raised', 'neutral-soft'].flatMap((ground) => [
    ['ink', ground],
    ['muted', ground],
  ]),
  ...roles.flatMap((role) => [
    [role, 'panel'],
    [role, 'canvas'],
  ]),
  ...['source-ink', 'ontology-ink', 'agent-ink', 'brand', 'danger', 'warn'].map((text) => [
    text,
    `${text.replace('-ink', '')}-soft`,
  ]),
  ['on-brand', 'brand'],
] as const;

test.each([
  ['light', light],
  ['dark', dark],
])('every text of the %s theme has 4.5:1 on its ground', (_name, colours) => {
  const weak = pairs.flatMap(([text = '', ground = '']) => {
    const ratio = contrast(colours.get(text) ?? '', colours.get(ground) ?? '');
    return ratio >= 4.5 ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`];
  });
  expect(weak).toEqual([]);
});

test('green is for sources: #22c55e where the ground is dark, its readable form where it is light', () => {
  expect(dark.get('source')).toBe('#22c55e');
  expect(light.get('source')).toBe('#15803d');
});

test('the font is Quicksand, served from here, in the weights 400 and 500 alone', () => {
  expect(styles).toMatch(/--font-sans: 'Quicksand Variable'/);
  const font = join(
    root,
    'node_modules/@fontsource-variable/quicksand/files/quicksand-latin-wght-normal.woff2',
  );
  expect(statSync(font).size).toBeLessThan(40_000);
  const foreign = sources.filter(({ text }) => /fonts\.g|font-(thin|light|semibold|bold|black)\b/.test(text));
  expect(foreign.map(({ file }) => file)).toEqual([]);
});

test('nothing is set in capitals', () => {
  expect(sources.filter(({ text }) => /\buppercase\b/.test(text)).map(({ file }) => file)).toEqual([]);
  expect(styles).not.toMatch(/text-transform/);
});

test('overlays lie at 40, menus and dialogs at 50, and nothing lies above them', () => {
  const layers = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bz-(\d+)\b/g)].map(([, layer]) => ({ file, layer: Number(layer) })),
  );
  expect(layers.filter(({ layer }) => layer > 50)).toEqual([]);
  const overlays = sources.flatMap(({ text }) => [...text.matchAll(/"fixed inset-0 ([^"]*)"/g)]);
  expect(overlays.length).toBeGreaterThan(0);
  for (const [, classes] of overlays) expect(classes).toContain('z-40');
});
