import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

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

/**
 * What is wrong with the page as it stands, in each look, as lines that begin with its name: what axe finds, and what does
 * not fit, this at the smallest width in any case. A theme only changes colours, so of a second look at the same width axe
 * judges these alone.
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
  let judged = 0;
  for (const { width, colorScheme } of looks) {
    const place = `${name} ${width} ${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    await showAt(page, width);
    // It would open a window of its own each time for frames of another origin, which no page has.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (
      judged === width
        ? axe.withRules(['color-contrast'])
        : axe.options({ rules: { 'target-size': { enabled: true } } }).disableRules([...without])
    ).analyze();
    for (const { id, nodes } of violations)
      faults.push(...nodes.map(({ target }) => `${place}: ${id} ${target.join(' ')}`));
    if (judged !== width) faults.push(...(await misfits(page, place, width)));
    judged = width;
  }
  return faults;
};

/** Opens a page and waits until it has what it shows. */
export const settled = async (page: Page, base: string, path: string): Promise<void> => {
  await page.goto(base + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
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
