import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import type { BrowserContext, BrowserContextOptions, CDPSession, Page } from '@playwright/test';
import { installation } from '../../cli/installation.ts';
import { findChromium } from '../../platform/servers/chromium.ts';
import { freePort } from '../../platform/servers/free-port.ts';
import { BenchPlatform, say } from '../bench-platform.ts';
import { withClient } from '../source-table.ts';
import { plantGraph, plantLineage } from './planted-tenants.ts';
import type { Query } from './planted-tenants.ts';
import { newMember, seedTenant } from './seeded-tenant.ts';
import type { Member } from './seeded-tenant.ts';

/** Lighthouse's mobile device. */
export const phone: BrowserContextOptions = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
};
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** A browser of its own, and the port at which other programs may drive it, too. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A page with its counters in place. */
export interface Watched {
  readonly page: Page;
  readonly devtools: CDPSession;
}

/** The platform with the built console, and tenants to look at: one with the demo's data, one with a large graph, one with a long lineage. */
export interface Stage {
  readonly bench: BenchPlatform;
  readonly base: string;
  readonly member: Member;
  readonly grapher: Member;
  readonly tracer: Member;
  /** A browser at this screen, in which `who` is signed in; nobody where it is left out. */
  readonly visit: (screen: BrowserContextOptions, who?: Member) => Promise<Visitor>;
  readonly stop: () => Promise<void>;
}

const vitals = fileURLToPath(import.meta.resolve('web-vitals'));
/** One script, for each is run in a scope of its own. */
const probe = [
  join(dirname(vitals), 'web-vitals.attribution.iife.js'),
  fileURLToPath(new URL('probe.js', import.meta.url)),
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const waitMs = 120_000;

export const openStage = async (): Promise<Stage> => {
  const executablePath = await findChromium({
    toolsFolder: installation.toolsFolder,
    environment: process.env,
    onProgress: say,
  });
  if (executablePath === null)
    throw new Error('No Chromium was found: apt-get install chromium, or set CHROMIUM');
  const bench = await BenchPlatform.start({
    SERVE_CONSOLE: 'true',
    RATE_AUTH_PER_MINUTE: '100000',
    RATE_AUTH_PER_EMAIL: '100000',
  });
  try {
    const base = bench.platform.apiUrl;
    const [member, grapher, tracer] = [
      await newMember(base, 'Northern Freight'),
      await newMember(base, 'Large graph'),
      await newMember(base, 'Long lineage'),
    ];
    say('tenants are filled …');
    await seedTenant(member, bench.platform.environment['FILESOURCE_ROOT'] ?? '');
    await withClient(bench.databaseUrl, async (client) => {
      const query: Query = (text, values) => client.query(text, [...values]);
      await plantGraph(query, grapher.tenantId);
      await plantLineage(query, tracer.tenantId);
    });
    const visit = (screen: BrowserContextOptions, who?: Member): Promise<Visitor> =>
      openVisitor({ executablePath, base, screen, who });
    return { bench, base, member, grapher, tracer, visit, stop: () => bench.stop() };
  } catch (error) {
    await bench.stop();
    throw error;
  }
};

interface VisitOptions {
  readonly executablePath: string;
  readonly base: string;
  readonly screen: BrowserContextOptions;
  readonly who: Member | undefined;
}

const openVisitor = async ({ executablePath, base, screen, who }: VisitOptions): Promise<Visitor> => {
  const folder = await mkdtemp(join(tmpdir(), 'autonomos-bench-'));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(folder, {
    ...screen,
    executablePath,
    args: ['--no-sandbox', `--remote-debugging-port=${port}`],
  });
  context.setDefaultTimeout(waitMs);
  if (who !== undefined) await signIn(context, base, who);
  const close = async (): Promise<void> => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { context, port, close };
};

const signIn = async (context: BrowserContext, base: string, { email, password }: Member): Promise<void> => {
  const [page = await context.newPage()] = context.pages();
  await page.goto(`${base}/sign-in?next=/audit`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${base}/audit`);
  // Its stream would go on beside what is measured.
  await page.goto('about:blank');
};

/** A new page whose scripts are counted from the first on. */
export const watchedPage = async ({ context }: Visitor): Promise<Watched> => {
  const page = await context.newPage();
  await page.addInitScript({ content: probe });
  return { page, devtools: await context.newCDPSession(page) };
};

/** Waits until the page has its heading and nothing on it is loading, and a while longer for what comes after the first paint. */
export const settled = async (page: Page, afterMs: number): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.getByRole('status').getByText('Loading', { exact: true }).first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(afterMs);
};

/** What the page's counters hold; times in ms. */
export interface Probe {
  readonly lcp: number;
  readonly lcpOf: string;
  readonly cls: number;
  readonly fcp: number;
  readonly inp: number;
  readonly inpOf: string;
  readonly commits: number;
  readonly mutations: number;
  readonly nodes: number;
  readonly tasks: readonly { readonly startTime: number; readonly duration: number }[];
  /** Between one frame and the next. */
  readonly gaps: readonly number[];
}

export const readProbe = (page: Page): Promise<Probe> => page.evaluate<Probe>('probe.read()');
