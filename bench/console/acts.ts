import type { Page } from '@playwright/test';

/** Something that somebody does on a page; INP is what the page took for the worst of them. */
interface Act {
  readonly name: string;
  readonly does: (page: Page) => Promise<unknown>;
}

export interface ActsOfPage {
  readonly name: string;
  readonly path: string;
  /** Whose tenant: the one with the demo's data unless said otherwise. */
  readonly of?: 'grapher' | 'tracer';
  readonly acts: readonly Act[];
}

const main = (page: Page) => page.getByRole('main');
/** The next choice of a list, or the one before, by keyboard: what a script sets is no interaction. */
const pick =
  (label: string, way: 'ArrowDown' | 'ArrowUp' = 'ArrowDown') =>
  (page: Page) =>
    main(page).getByRole('combobox', { name: label, exact: true }).press(way);
const press = (name: string | RegExp) => (page: Page) =>
  main(page)
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click();
const follow = (list: string) => (page: Page) =>
  page.locator(`main table:has(caption:text-is("${list}")) th a`).first().click();
const key = (name: string) => (page: Page) => page.keyboard.press(name);

const openPalette: Act = {
  name: 'open the search',
  does: async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
  },
};
const typeInPalette: Act = { name: 'type in it', does: (page) => page.keyboard.type('conn', { delay: 60 }) };
const leave: Act = { name: 'leave with Escape', does: key('Escape') };

/** The main things that are done in the console, by page. */
export const actsByPage: readonly ActsOfPage[] = [
  {
    name: 'Dashboard',
    path: '/dashboard',
    acts: [
      openPalette,
      typeInPalette,
      leave,
      { name: 'another tab', does: (page) => page.getByRole('tab', { name: 'CFO' }).click() },
      {
        name: 'change the theme',
        does: (page) => page.getByRole('button', { name: /^Use the .* theme$/ }).click(),
      },
      { name: 'to another page', does: (page) => page.getByRole('link', { name: 'Tasks' }).first().click() },
    ],
  },
  {
    name: 'Connections',
    path: '/connections',
    acts: [
      { name: 'filter', does: pick('Status') },
      { name: 'no filter', does: pick('Status', 'ArrowUp') },
      { name: 'open a connection', does: follow('Connections') },
    ],
  },
  {
    name: 'Tasks',
    path: '/tasks',
    acts: [
      { name: 'filter', does: pick('Kind') },
      { name: 'no filter', does: pick('Kind', 'ArrowUp') },
      { name: 'open a task', does: follow('Tasks') },
    ],
  },
  {
    name: 'Records',
    path: '/records',
    acts: [
      { name: 'another entity', does: pick('Entity') },
      { name: 'open a record', does: follow('Contacts') },
    ],
  },
  {
    name: 'Approvals',
    path: '/approvals',
    acts: [
      { name: 'next by key', does: key('j') },
      { name: 'open a repair', does: key('Enter') },
      {
        name: 'untick a change',
        does: (page) => main(page).getByRole('checkbox').first().click(),
      },
      { name: 'approve the others', does: press(/^Approve/) },
    ],
  },
  {
    name: 'DCL Graph, 700 edges',
    path: '/graph',
    of: 'grapher',
    acts: [
      {
        name: 'pin a node',
        does: (page) => page.locator('[data-node^="source:"]').first().click(),
      },
      { name: 'let it go', does: key('Escape') },
      { name: 'filter by source', does: pick('Source') },
      { name: 'no filter', does: pick('Source', 'ArrowUp') },
      { name: 'as table', does: press('View as table') },
      { name: 'as picture', does: press('View as picture') },
    ],
  },
  {
    name: 'Data Lineage, 2,000 nodes',
    path: '/lineage?node=field%3Aaccount.name',
    of: 'tracer',
    acts: [
      {
        name: 'type a name',
        does: async (page) => {
          await main(page).getByRole('searchbox').first().click();
          await page.keyboard.type('colu', { delay: 60 });
        },
      },
      { name: 'one direction', does: pick('Direction') },
      { name: 'open a card', does: (page) => page.locator('main [data-node]').nth(3).click() },
    ],
  },
  {
    name: 'Ontology',
    path: '/ontology',
    acts: [
      {
        name: 'expand an entity',
        does: (page) => page.locator('main table th button').first().click(),
      },
      { name: 'the universe', does: (page) => page.getByRole('tab').nth(1).click() },
      { name: 'expand a table', does: (page) => main(page).locator('summary').first().click() },
    ],
  },
  {
    name: 'AAM Monitor',
    path: '/monitor',
    acts: [{ name: 'look back further', does: pick('Looking back') }],
  },
  {
    name: 'Live Flow',
    path: '/live-flow',
    acts: [
      { name: 'pause', does: press('Pause') },
      { name: 'go on', does: press('Resume') },
    ],
  },
  {
    name: 'Audit',
    path: '/audit',
    acts: [
      {
        name: 'open a dialog',
        does: async (page) => {
          await page.locator('main table th button').first().click();
          await page.getByRole('dialog').waitFor();
        },
      },
      leave,
    ],
  },
  {
    name: 'Ask',
    path: '/ask',
    acts: [
      {
        name: 'type a question',
        does: async (page) => {
          await page.getByLabel('Question').click();
          await page.keyboard.type('How many accounts are there?', { delay: 30 });
        },
      },
      { name: 'ask it', does: key('Enter') },
    ],
  },
];
