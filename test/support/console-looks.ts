import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const widths = [320, 375, 428, 768, 1280, 1920] as const;

/** How wide a page is looked at, and in which theme. */
export interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** Each width in both themes. */
export const everyLook: readonly Look[] = widths.flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** A look for the page of this number: all of them in turn. */
export const someLook = (at: number): readonly Look[] => everyLook.slice(at % everyLook.length).slice(0, 1);

/** Fingers are what a screen narrower than this is used by. */
const touchBelow = 640;

/**
 * Controls that a finger needs and that are lower than 44 px, as what they are called; a link within a sentence is as high
 * as its line, and a box to tick as its label.
 */
const smallTargets = `[...document.querySelectorAll('main :is(button, [role=tab], select, input, summary), header :is(a, button), nav a')]
  .map((control) => control.matches('label input') ? control.closest('label') : control)
  .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.matches('.sr-only, svg *'))
  .filter((control) => { const { width, height } = control.getBoundingClientRect(); return width > 1 && height > 1 && height < 43.5; })
  .map((control) => control.tagName.toLowerCase() + ' ' + (control.getAttribute('aria-label') || control.textContent || control.id).trim().slice(0, 40))`;

/** Shows the page so wide, and waits until it is laid out. */
const showAt = async (page: Page, width: number): Promise<void> => {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
};

/** Whether the page scrolls sideways, and controls too small for a finger. */
const misfits = async (page: Page, place: string, width: number): Promise<readonly string[]> => {
  const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  const small = width < touchBelow ? await page.evaluate<string[]>(smallTargets) : [];
  return [
    ...(sideways > 0 ? [`${place}: scrolls sideways by ${sideways} px`] : []),
    ...small.map((control) => `${place}: too low: ${control}`),
  ];
};

type RunOptions = NonNullable<Parameters<AxeBuilder['options']>[0]>;

const only = (...rules: readonly string[]): RunOptions => ({ runOnly: { type: 'rule', values: [...rules] } });
/** A theme changes colours alone. */
const ofColours = only('color-contrast', 'link-in-text-block');
/** What a page that shows the same otherwise may still get wrong at another width. */
const ofPlaces = only('color-contrast', 'target-size', 'scrollable-region-focusable');
/** All others; the size of targets is not among those that axe judges unasked. */
const everything = (without: readonly string[]): RunOptions => ({
  rules: {
    'target-size': { enabled: true },
    ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  },
});

const { resolve } = createRequire(import.meta.url);
const axeScript = readFileSync(
  createRequire(resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);
/** Brought in again for each look, axe would take longer to load than to judge. */
const isThereAlready = { axeSource: ';' };

/** What is on the page, all that is seen of it, and how it looks; where things stand is left out. */
const shapeOf = `document.body.innerHTML + [...document.body.querySelectorAll('*')].map((one) => {
  const { position, clipPath, fontSize, fontWeight, color, backgroundColor } = getComputedStyle(one);
  return [one.checkVisibility({ visibilityProperty: true }), position, clipPath, fontSize, fontWeight, color, backgroundColor].join();
}).join(';')`;

/**
 * What is wrong with the page as it stands, in each look, as lines that begin with its name: what axe finds, and what does
 * not fit, this at the smallest width in any case. Axe judges all of it once for each width at which something else is
 * shown; of other widths only what their places could change, and of a second theme the colours.
 */
export const faultsIn = async (
  page: Page,
  name: string,
  looks: readonly Look[],
  without: readonly string[] = [],
): Promise<readonly string[]> => {
  const faults: string[] = [];
  const [smallest] = widths;
  if (!looks.some(({ width }) => width === smallest)) {
    await showAt(page, smallest);
    faults.push(...(await misfits(page, `${name} ${smallest}`, smallest)));
  }
  const shapes = new Set<string>();
  await page.evaluate(axeScript);
  let judged = 0;
  for (const { width, colorScheme } of looks) {
    const place = `${name} ${width} ${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    await showAt(page, width);
    // With a single look there is nothing to compare it with.
    const shape = looks.length > 1 ? await page.evaluate<string>(shapeOf) : '';
    const isKnown = shapes.has(shape);
    shapes.add(shape);
    const isSecond = judged === width;
    judged = width;
    if (!isSecond) faults.push(...(await misfits(page, place, width)));
    if (isSecond && isKnown) continue;
    // It would open a window of its own each time for frames of another origin, which no page has.
    const { violations } = await new AxeBuilder({ page, ...isThereAlready })
      .setLegacyMode()
      .options({
        resultTypes: ['violations'],
        ...(isSecond ? ofColours : isKnown ? ofPlaces : everything(without)),
      })
      .analyze();
    for (const { id, nodes } of violations)
      faults.push(...nodes.map(({ target }) => `${place}: ${id} ${target.join(' ')}`));
  }
  return faults;
};

/** Opens a page and waits until it has what it shows. */
export const settled = async (page: Page, base: string, path: string): Promise<void> => {
  await page.goto(base + path);
  // A page that opens with a dialog over it hides its heading from screen readers.
  await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
  // A session that was lost would show the sign-in page for every path.
  expect(new URL(page.url()).pathname).toBe(path.split(/[?#]/)[0]);
  await page.getByRole('status').getByText('Loading', { exact: true }).first().waitFor({ state: 'hidden' });
};

/** What is wrong with a page in these looks, once it has what it shows. */
export const faultsOf = async (
  page: Page,
  base: string,
  path: string,
  looks: readonly Look[],
): Promise<readonly string[]> => {
  await settled(page, base, path);
  return await faultsIn(page, path, looks);
};

/** Judges pages in two windows beside each other; answers what is wrong with any. */
export const judgeBeside = async (
  paths: readonly string[],
  open: () => Promise<Page>,
  judge: (page: Page, path: string, at: number) => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  const left = [...paths.entries()];
  const work = async (): Promise<readonly string[]> => {
    const page = await open();
    const faults: string[] = [];
    for (let next = left.shift(); next !== undefined; next = left.shift())
      faults.push(...(await judge(page, next[1], next[0])));
    await page.context().close();
    return faults;
  };
  return (await Promise.all([work(), work()])).flat();
};
