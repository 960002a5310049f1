import type { Page } from '@playwright/test';
import { Report } from '../report.ts';
import { median } from '../statistics.ts';
import { budgets } from './budgets.ts';
import type { Misses } from './budgets.ts';
import { desk, readProbe, settled, watchedPage } from './stage.ts';
import type { Stage, Visitor } from './stage.ts';

interface Taken {
  /** What the main thread computed and drew, in ms. */
  readonly work: number;
  /** Until it was painted, in ms. */
  readonly painted: number;
}

const hovers = 20;

/** The graph of 700 edges (filtered, pointed at) and a lineage of 2,000 nodes, at this machine's own speed. */
export const measureDrawings = async (stage: Stage, turns: number, misses: Misses): Promise<void> => {
  const report = new Report('drawings, ms', 'budget');
  const add = (what: string, values: readonly number[], most?: number): void => {
    const verdict =
      most === undefined ? '' : misses.judge(what, [{ what: 'ms', value: median(values), most }]);
    report.add(what, values, verdict);
  };
  await withVisitor(stage, 'grapher', async (visitor) => {
    const { page } = await watchedPage(visitor);
    await page.goto(`${stage.base}/graph`);
    await page.locator('[data-node]').last().waitFor();
    await settled(page, 3_000);
    const filtered = await filterGraph(page, turns);
    add(
      'graph: filtered and laid out anew, until painted',
      filtered.map(({ painted }) => painted),
      budgets.relayout,
    );
    add(
      'of it without waiting for the next frame',
      filtered.map(({ work }) => work),
    );
    const nodes = await pointAt(page, '[data-node^="table:"]', hovers);
    add(
      'graph: pointed at a node, computing and painting',
      nodes.map(({ work }) => work),
      budgets.hover,
    );
    add(
      'until painted',
      nodes.map(({ painted }) => painted),
    );
  });
  await withVisitor(stage, 'tracer', async (visitor) => {
    const longest: number[] = [];
    const pointed: Taken[] = [];
    for (let turn = 1; turn <= turns; turn += 1) {
      const { page } = await watchedPage(visitor);
      await page.goto(`${stage.base}/lineage?node=field%3Aaccount.name`);
      await page.locator('main [data-node]').first().waitFor();
      await settled(page, 3_000);
      const { tasks } = await readProbe(page);
      longest.push(Math.max(0, ...tasks.map(({ duration }) => duration)));
      pointed.push(...(await pointAt(page, 'main [data-node]', hovers / 4)));
      await page.close();
    }
    add('lineage of 2,000 nodes: longest task while it opens', longest, budgets.blocked);
    add(
      'lineage: pointed at a card, computing and painting',
      pointed.map(({ work }) => work),
      budgets.hover,
    );
  });
  report.print();
};

const withVisitor = async (
  stage: Stage,
  who: 'grapher' | 'tracer',
  work: (visitor: Visitor) => Promise<void>,
): Promise<void> => {
  const visitor = await stage.visit(desk, stage[who]);
  try {
    await work(visitor);
  } finally {
    await visitor.close();
  }
};

/** How long the page took from an event to what it made of it. */
const taken = async (page: Page, event: string, act: () => Promise<unknown>): Promise<Taken> => {
  const told = page.evaluate<Taken>(`probe.next('${event}')`);
  await act();
  const result = await told;
  // Transitions have ended, and the pointer rests.
  await page.waitForTimeout(400);
  return result;
};

const filterGraph = async (page: Page, turns: number): Promise<readonly Taken[]> => {
  const source = page.getByRole('main').getByRole('combobox', { name: 'Source', exact: true });
  const results: Taken[] = [];
  for (let turn = 1; turn <= turns; turn += 1)
    for (const index of [turn, 0])
      results.push(await taken(page, 'change', () => source.selectOption({ index })));
  return results;
};

/** Points at so many of these, each from outside. */
const pointAt = async (page: Page, things: string, count: number): Promise<readonly Taken[]> => {
  const all = page.locator(things);
  const step = Math.max(1, Math.floor((await all.count()) / count));
  const results: Taken[] = [];
  for (let at = 0; at < count; at += 1) {
    await page.mouse.move(640, 5);
    await page.waitForTimeout(300);
    // Nodes stand so close that one may be pointed at instead of its neighbour.
    results.push(await taken(page, 'pointerover', () => all.nth(at * step).hover({ force: true })));
  }
  return results;
};
