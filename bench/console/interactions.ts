import { loadavg } from 'node:os';
import { printTable } from '../report.ts';
import { actsByPage } from './acts.ts';
import type { ActsOfPage } from './acts.ts';
import { budgets } from './budgets.ts';
import type { Misses } from './budgets.ts';
import { desk, readProbe, settled, watchedPage } from './stage.ts';
import type { Stage, Visitor } from './stage.ts';

const slowdowns = [1, 4] as const;
/** What an act has set going may still change the page, and INP is told with the frame after it. */
const restMs = 700;

interface Worst {
  readonly ms: number;
  readonly act: string;
  /** Waiting + computing + painting, in ms. */
  readonly parts: string;
}

/** INP of each page over its acts, at this machine's own speed and four times slower. */
export const measureInteractions = async (stage: Stage, misses: Misses): Promise<void> => {
  const { member, grapher, tracer } = stage;
  const lines = new Map<string, string[]>(actsByPage.map(({ name }) => [name, [name]]));
  for (const [of, who] of [
    [undefined, member],
    ['grapher', grapher],
    ['tracer', tracer],
  ] as const) {
    const visitor = await stage.visit(desk, who);
    try {
      for (const page of actsByPage.filter((each) => each.of === of))
        for (const slowdown of slowdowns)
          lines.get(page.name)?.push(...(await worstOf(stage.base, visitor, page, { slowdown, misses })));
    } finally {
      await visitor.close();
    }
  }
  printTable(
    [
      'INP, ms',
      ...slowdowns.flatMap((slowdown) => [`processor ÷ ${slowdown}`, 'worst act', 'parts', 'load', 'budget']),
    ],
    [...lines.values()],
  );
};

interface How {
  readonly slowdown: number;
  readonly misses: Misses;
}

const worstOf = async (
  base: string,
  visitor: Visitor,
  page: ActsOfPage,
  { slowdown, misses }: How,
): Promise<readonly string[]> => {
  const { ms, act, parts } = await actOn(base, visitor, page, slowdown);
  const verdict = misses.judge(`${page.name}, processor ÷ ${slowdown}`, [
    { what: 'INP', value: ms, most: budgets.inp },
  ]);
  return [ms.toFixed(0), act, parts, (loadavg()[0] ?? 0).toFixed(1), verdict];
};

const actOn = async (
  base: string,
  visitor: Visitor,
  { path, acts }: ActsOfPage,
  rate: number,
): Promise<Worst> => {
  const { page, devtools } = await watchedPage(visitor);
  try {
    await page.goto(base + path);
    await settled(page, 3_000);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate });
    let worst: Worst = { ms: 0, act: '', parts: '' };
    for (const { name, does } of acts) {
      await does(page);
      await page.waitForTimeout(restMs * rate);
      const { inp, inpOf } = await readProbe(page);
      if (inp > worst.ms) worst = { ms: inp, act: name, parts: inpOf };
    }
    return worst;
  } finally {
    await page.close();
  }
};
