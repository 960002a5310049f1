import { z } from 'zod';
import { printTable } from '../report.ts';
import { budgets } from './budgets.ts';
import type { Misses } from './budgets.ts';
import { whileEventsArrive } from './event-source.ts';
import { desk, readProbe, settled, watchedPage } from './stage.ts';
import type { Probe, Stage, Watched } from './stage.ts';

const perSecond = 200;
const seconds = 20;
const pages = [
  { name: 'Dashboard', path: '/dashboard' },
  { name: 'Live events', path: '/events' },
  { name: 'Live Flow', path: '/live-flow' },
] as const;

/** Each page, open alone at this machine's own speed, while 200 batches a second are told of. */
export const measureEvents = async (stage: Stage, misses: Misses): Promise<void> => {
  const listed = z.object({ connection_id: z.string() });
  const [connection] = await stage.member.api.list(listed, '/connections', 1);
  const visitor = await stage.visit(desk, stage.member);
  const lines: (readonly string[])[] = [];
  try {
    for (const { name, path } of pages) {
      const watched = await watchedPage(visitor);
      await watched.page.goto(stage.base + path);
      await settled(watched.page, 3_000);
      const before = await memoryOf(watched);
      const computedBefore = await computedOf(watched);
      await watched.page.evaluate('probe.watch()');
      const sent = await whileEventsArrive(
        stage,
        { perSecond, subject: connection?.connection_id ?? '' },
        () => watched.page.waitForTimeout(seconds * 1_000),
      );
      const probe = await readProbe(watched.page);
      const computed = (await computedOf(watched)) - computedBefore;
      // What still arrives is waited for: memory is compared at rest.
      await watched.page.waitForTimeout(2_000);
      const grown = (await memoryOf(watched)) - before;
      lines.push(lineOf(name, probe, { sent, computed, grown, misses }));
      await watched.page.close();
    }
  } finally {
    await visitor.close();
  }
  printTable(
    [
      ...[
        `${perSecond} events/s for ${seconds} s`,
        'sent',
        'React commits/s',
        'DOM batches/s',
        'computing',
        'frames/s',
      ],
      ...['gap p95, ms', 'longest', 'tasks > 50 ms', 'longest', 'memory, MB', 'budgets'],
    ],
    lines,
  );
};

interface Round {
  readonly sent: number;
  /** Seconds of the main thread. */
  readonly computed: number;
  readonly grown: number;
  readonly misses: Misses;
}

const lineOf = (name: string, probe: Probe, { sent, computed, grown, misses }: Round): readonly string[] => {
  const gaps = probe.gaps.toSorted((a, b) => a - b);
  const spent = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000;
  const longest = Math.max(0, ...probe.tasks.map(({ duration }) => duration));
  const frames = gaps.length / spent;
  const verdict = misses.judge(`${name}, ${perSecond} events/s`, [
    { what: 'frames/s', value: frames, least: budgets.framesPerSecond },
    { what: 'longest task', value: longest, most: budgets.blocked },
  ]);
  return [
    name,
    String(sent),
    (probe.commits / spent).toFixed(1),
    (probe.mutations / spent).toFixed(1),
    `${((100 * computed) / spent).toFixed(0)} %`,
    frames.toFixed(1),
    (gaps[Math.floor(gaps.length * 0.95)] ?? 0).toFixed(0),
    (gaps.at(-1) ?? 0).toFixed(0),
    String(probe.tasks.length),
    longest.toFixed(0),
    grown.toFixed(1),
    verdict,
  ];
};

/** Megabytes of scripts' memory in use, without what nobody holds any more. */
const memoryOf = async ({ devtools }: Watched): Promise<number> => {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
};

/** What the page's own thread has computed so far, in seconds, whoever else uses the machine. */
const computedOf = async ({ devtools }: Watched): Promise<number> => {
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
};
