import { loadavg } from 'node:os';
import { say } from '../bench-platform.ts';
import { printTable } from '../report.ts';
import { median } from '../statistics.ts';
import { budgets } from './budgets.ts';
import type { Misses } from './budgets.ts';
import { runLighthouse, slowdownFor } from './lighthouse.ts';
import type { LighthouseFigures } from './lighthouse.ts';
import { phone, readProbe, settled, watchedPage } from './stage.ts';
import type { Probe, Stage, Visitor } from './stage.ts';

/** Lighthouse's slow 4G. */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_638_400 / 8,
  uploadThroughput: 675_000 / 8,
} as const;
/** Lighthouse's default, for loads from which the processor's index is learnt. */
const usualSlowdown = 4;
const indexLoads = 3;
const afterMs = 4_000;

interface Loaded {
  readonly name: string;
  readonly path: string;
  readonly lcp?: number;
}

const forStrangers: readonly Loaded[] = [
  { name: 'Home, signed out', path: '/', lcp: budgets.homeLcp },
  { name: 'Sign-in', path: '/sign-in' },
];
const forMembers: readonly Loaded[] = [
  { name: 'Dashboard', path: '/dashboard' },
  { name: 'DCL Graph', path: '/graph' },
  { name: 'AAM Monitor', path: '/monitor' },
  { name: 'Connections', path: '/connections' },
  { name: 'Tasks', path: '/tasks' },
  { name: 'Approvals', path: '/approvals' },
  { name: 'Ontology', path: '/ontology' },
  { name: 'Data Lineage', path: '/lineage?node=field%3Aaccount.name' },
  { name: 'Live Flow', path: '/live-flow' },
  { name: 'Records', path: '/records' },
  { name: 'Ask', path: '/ask' },
];

/** Each page loaded with an empty cache: with the network and processor of Lighthouse's phone applied, and by Lighthouse itself. */
export const measureLoads = async (stage: Stage, turns: number, misses: Misses): Promise<void> => {
  const lines: (readonly string[])[] = [];
  const slowdown = await calibrate(stage);
  for (const [pages, who] of [
    [forStrangers, undefined],
    [forMembers, stage.member],
  ] as const) {
    const visitor = await stage.visit(phone, who);
    try {
      for (const page of pages)
        lines.push(await measurePage(stage.base, visitor, page, { turns, misses, slowdown }));
    } finally {
      await visitor.close();
    }
  }
  printTable(
    [
      ...['Page', 'LCP', 'of it', 'TBT', 'CLS', 'Lighthouse: LCP', 'TBT', 'CLS', 'performance'],
      ...['accessibility', 'load', 'budgets'],
    ],
    lines,
  );
};

interface How {
  readonly turns: number;
  readonly misses: Misses;
  /** How many times slower the processor is made. */
  readonly slowdown: number;
}

/** Learns how fast this processor is, and answers how much slower it must be made to be like that of Lighthouse's phone. */
const calibrate = async (stage: Stage): Promise<number> => {
  const visitor = await stage.visit(phone);
  try {
    const indexes: number[] = [];
    for (let load = 1; load <= indexLoads; load += 1)
      indexes.push(
        (await runLighthouse(`${stage.base}/sign-in`, visitor.port, usualSlowdown)).benchmarkIndex,
      );
    const index = median(indexes);
    const slowdown = Number(slowdownFor(index).toFixed(2));
    say(`Lighthouse's index of this processor is ${index.toFixed(0)}: it is slowed down ${slowdown} times`);
    return slowdown;
  } finally {
    await visitor.close();
  }
};

const measurePage = async (
  base: string,
  visitor: Visitor,
  { name, path, lcp = budgets.lcp }: Loaded,
  { turns, misses, slowdown }: How,
): Promise<readonly string[]> => {
  const probes: Probe[] = [];
  const reports: LighthouseFigures[] = [];
  for (let turn = 1; turn <= turns; turn += 1) {
    say(`${name}, turn ${turn}`);
    probes.push(await loadOnce(visitor, base + path, slowdown));
    reports.push(await runLighthouse(base + path, visitor.port, slowdown));
  }
  const probed = (of: (probe: Probe) => number): number => median(probes.map(of));
  const told = (what: keyof LighthouseFigures): number => median(reports.map((report) => report[what]));
  const verdict = misses.judge(name, [
    { what: 'LCP', value: probed((probe) => probe.lcp), most: lcp },
    { what: 'TBT', value: probed(blockingTime), most: budgets.tbt },
    { what: 'CLS', value: probed((probe) => probe.cls), most: budgets.cls },
    { what: "Lighthouse's LCP", value: told('lcp'), most: lcp },
    { what: "Lighthouse's TBT", value: told('tbt'), most: budgets.tbt },
    { what: "Lighthouse's CLS", value: told('cls'), most: budgets.cls },
    { what: 'performance', value: told('performance'), least: budgets.performanceScore },
    { what: 'accessibility', value: told('accessibility'), least: budgets.accessibilityScore },
  ]);
  return [
    name,
    probed((probe) => probe.lcp).toFixed(0),
    probes.at(-1)?.lcpOf.slice(-40) ?? '',
    probed(blockingTime).toFixed(0),
    probed((probe) => probe.cls).toFixed(3),
    told('lcp').toFixed(0),
    told('tbt').toFixed(0),
    told('cls').toFixed(3),
    told('performance').toFixed(0),
    told('accessibility').toFixed(0),
    (loadavg()[0] ?? 0).toFixed(1),
    verdict,
  ];
};

const loadOnce = async (visitor: Visitor, url: string, slowdown: number): Promise<Probe> => {
  const { page, devtools } = await watchedPage(visitor);
  try {
    await devtools.send('Network.enable');
    await devtools.send('Network.clearBrowserCache');
    await devtools.send('Network.emulateNetworkConditions', network);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(url);
    await settled(page, afterMs);
    return await readProbe(page);
  } finally {
    await page.close();
  }
};

/** By how much tasks after the first paint were longer than 50 ms, together. */
const blockingTime = ({ fcp, tasks }: Probe): number =>
  tasks
    .filter(({ startTime, duration }) => startTime + duration > fcp)
    .reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);
