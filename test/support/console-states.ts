import type { Page, Route } from '@playwright/test';
import { faultsIn, settled, someLook } from './console-looks.ts';
import type { Look } from './console-looks.ts';

/** Beside what a page usually shows. */
export const states = ['loading', 'error', 'offline', 'long'] as const;
export type State = (typeof states)[number];

/**
 * A state and a look, another than `someLook` gives it, for three of five pages by their number: over 40 pages each state meets
 * each width once and both themes.
 */
export const someState = (
  at: number,
): { readonly state: State; readonly looks: readonly Look[] } | undefined => {
  const turn = Math.floor(at / 5) * 3 + (at % 5);
  const state = states[turn % states.length];
  const round = Math.floor(turn / states.length);
  // Two looks of each width stand beside each other, one for each theme.
  return at % 5 < 3 && state !== undefined
    ? { state, looks: someLook(2 * round + ((turn + round + 1) % 2)) }
    : undefined;
};

/** What pages ask for; who is signed in, and the stream, go on as they are. */
const questions = /\/api\/v1\/(?!auth\/|events\/stream)/;

const problem = {
  type: 'urn:autonomos:fault:internal',
  code: 'internal',
  title: 'Something went wrong here',
  status: 500,
  detail: 'This cannot be told now.',
  retryable: false,
  errors: [],
  trace_id: 'b'.repeat(32),
};

/** Texts that people and sources choose, by the names under which the API tells them. */
const chosen = new Set(
  'name slug object stream title summary reason message text label detail question sentence email'.split(' '),
);
/** Two hundred letters without a place to break, and some that run from right to left. */
const endless = ` ${'Donaudampfschifffahrt'.repeat(9)} قاعدة البيانات`;

const lengthened = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') return chosen.has(key) ? value + endless : value;
  if (Array.isArray(value)) return value.map((one) => lengthened(one, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, lengthened(one, name)]));
};

const answerLong = async (route: Route): Promise<void> => {
  if (route.request().method() !== 'GET') {
    await route.continue();
    return;
  }
  const response = await route.fetch();
  const isJson = (response.headers()['content-type'] ?? '').includes('application/json');
  await route.fulfill({ response, ...(isJson ? { json: lengthened(await response.json()) } : {}) });
};

/** The bar at the top, also where a page opens with a dialog over it, which hides it from screen readers. */
const bar = (page: Page) => page.getByRole('banner', { includeHidden: true });

/** Until the page knows who is signed in; what is public heads itself before. */
const known = (page: Page): Promise<void> =>
  bar(page)
    .getByRole('button', { name: /^Account of/, includeHidden: true })
    .waitFor();

/** Brings a page into a state. */
const enter: Readonly<Record<State, (page: Page, base: string, path: string) => Promise<void>>> = {
  // Nothing is ever answered.
  loading: async (page, base, path) => {
    await page.route(questions, () => undefined);
    await page.goto(base + path);
    await known(page);
  },
  error: async (page, base, path) => {
    await page.route(questions, (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await page.goto(base + path);
    await known(page);
    await page
      .getByRole('main')
      .getByRole('status')
      .getByText('Loading', { exact: true })
      .first()
      .waitFor({ state: 'hidden' });
  },
  offline: async (page, base, path) => {
    // It may be there already, from a look at it as it usually is.
    if (page.url() !== base + path) await settled(page, base, path);
    await known(page);
    await page.context().setOffline(true);
    await bar(page)
      .getByRole('status', { includeHidden: true })
      .getByText('Offline', { exact: true })
      .waitFor();
  },
  long: async (page, base, path) => {
    await page.route(questions, answerLong);
    await settled(page, base, path);
  },
};

/** A page that has no answer yet, or none but an error, cannot head itself with the name of what it is about. */
const headless: readonly State[] = ['loading', 'error'];

/** What is wrong with a page in a state and these looks, as lines. */
export const faultsInState = async (
  page: Page,
  { base, path, state }: { readonly base: string; readonly path: string; readonly state: State },
  looks: readonly Look[],
): Promise<readonly string[]> => {
  try {
    await enter[state](page, base, path);
    const without = headless.includes(state) ? ['page-has-heading-one'] : [];
    return await faultsIn(page, `${path} (${state})`, looks, without);
  } finally {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().setOffline(false);
  }
};
