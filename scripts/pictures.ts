/**
 * Takes the pictures of docs/screenshots from a demo installation that runs beside this (`npm run demo`):
 * `npm run pictures [-- --to FOLDER --only NAME --look NAME --full]`. `--full` takes whole pages, to be looked at and not to be kept.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContextOptions, CDPSession, Page } from '@playwright/test';
import { installation } from '../cli/installation.ts';
import { readRunning } from '../cli/running-file.ts';
import { readDemoSettings } from '../demo/settings-file.ts';
import type { DemoSettings } from '../demo/settings-file.ts';
import { signInAs } from '../demo/sign-in-as.ts';
import { findChromium } from '../platform/servers/chromium.ts';
import { demoDatabase } from './pictures/demo-database.ts';
import type { DemoDatabase } from './pictures/demo-database.ts';
import { whileTaskFailed } from './pictures/failed-task.ts';
import { colourScenes, scenes, signInScene } from './pictures/scenes.ts';
import type { Scene } from './pictures/scenes.ts';
import { whileDecisionWaits } from './pictures/waiting-decision.ts';

/** What all pictures together may weigh in a checkout. */
const largestBytes = 4_000_000;
const settleMs = 1_200;
const quality = 72;
const wide = { viewport: { width: 1280, height: 860 } } as const;
const screens = [{ viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true }, wide] as const;

interface Stage {
  readonly browser: Browser;
  readonly base: string;
  readonly database: DemoDatabase | undefined;
}

interface Look {
  /** Ends the names of its files. */
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly scenes: readonly Scene[];
  readonly deuteranopia?: true;
}

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    only: { type: 'string' },
    look: { type: 'string' },
    full: { type: 'boolean' },
  },
});
const folder = resolve(values.to ?? join(installation.root, 'docs/screenshots'));
let bytes = 0;

const signIn = async (page: Page, base: string, { email, password }: DemoSettings): Promise<void> => {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
};

/** Chromium itself writes WebP, which Playwright's own pictures cannot. */
const take = async (page: Page, devtools: CDPSession, name: string): Promise<void> => {
  // Streams stay open, so the network never falls silent.
  await page.waitForTimeout(settleMs);
  const { cssContentSize } = await devtools.send('Page.getLayoutMetrics');
  const { data } = await devtools.send('Page.captureScreenshot', {
    format: 'webp',
    quality,
    ...(values.full === true ? { captureBeyondViewport: true, clip: { ...cssContentSize, scale: 1 } } : {}),
  });
  const picture = Buffer.from(data, 'base64');
  bytes += picture.length;
  const path = join(folder, `${name}.webp`);
  writeFileSync(path, picture);
  stdout.write(`${path} ${String(Math.ceil(picture.length / 1000))} kB\n`);
};

/** Makes rows pass by: their time of change is new, and nothing else. */
const move = async (database: DemoDatabase): Promise<void> => {
  for (const table of ['people', 'deals'])
    await database.change('update_rows', table, { set: { updated_at: new Date().toISOString() } });
  await database.ingest();
};

const isWanted = ({ name }: { readonly name: string }): boolean =>
  values.only === undefined || name.includes(values.only);

const takeLook = async (stage: Stage, all: Look): Promise<void> => {
  const look = { ...all, scenes: all.scenes.filter(isWanted) };
  if (look.scenes.length === 0 || (values.look !== undefined && look.name !== values.look)) return;
  const { browser, base, database } = stage;
  const context = await browser.newContext({ reducedMotion: 'reduce', ...look.options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (look.deuteranopia === true)
    await devtools.send('Emulation.setEmulatedVisionDeficiency', { type: 'deuteranopia' });
  if (look.scenes.includes(signInScene)) {
    await page.goto(base + signInScene.path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await take(page, devtools, `${signInScene.name}-${look.name}`);
  }
  await signIn(page, base, readDemoSettings(join(installation.folder, 'demo.json')));
  for (const scene of look.scenes) {
    const { name, path, moves, opens } = scene;
    if (scene === signInScene || (opens !== undefined && look.options.isMobile !== true)) continue;
    await page.goto(base + path);
    // By selector: an open dialog hides the page behind it from roles.
    await page.locator('h1').first().waitFor();
    await page.getByRole('status').getByText('Loading', { exact: true }).first().waitFor({ state: 'hidden' });
    if (opens !== undefined) await page.getByRole('button', { name: opens }).click();
    if (moves === true && database !== undefined) await move(database);
    await take(page, devtools, `${name}-${look.name}`);
  }
  await context.close();
};

/** On both screens, in both themes. */
const takeWalk = async (stage: Stage, walk: readonly Scene[]): Promise<void> => {
  for (const screen of screens) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const name = `${String(screen.viewport.width)}-${colorScheme}`;
      await takeLook(stage, { name, options: { ...screen, colorScheme }, scenes: walk });
    }
  }
};

const takeColours = async (stage: Stage): Promise<void> => {
  await takeLook(stage, {
    name: 'forced-colors',
    options: { ...wide, forcedColors: 'active', colorScheme: 'dark' },
    scenes: colourScenes,
  });
  await takeLook(stage, {
    name: 'deuteranopia',
    options: { ...wide, colorScheme: 'light' },
    scenes: colourScenes,
    deuteranopia: true,
  });
};

const base = readRunning(installation.runningFile)?.environment['PUBLIC_URL'];
if (base === undefined) throw new Error('No demo runs here: start `npm run demo` in another terminal');
const executablePath = await findChromium({
  toolsFolder: installation.toolsFolder,
  environment: env,
  onProgress: (line) => stderr.write(`${line}\n`),
});
if (executablePath === null)
  throw new Error('No Chromium was found: apt-get install chromium, or set CHROMIUM');
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const api = signInAs(base, readDemoSettings(join(installation.folder, 'demo.json')));
  const database = await demoDatabase(api);
  const stage = { browser, base, database };
  await whileDecisionWaits(api, database, async () => {
    await takeWalk(stage, await scenes(api));
    await takeColours(stage);
  });
  // Last, for it would stand in the pictures of the others.
  if (isWanted({ name: 'job-retry' }))
    await whileTaskFailed(api, (id) => takeWalk(stage, [{ name: 'job-retry', path: `/tasks/${id}` }]));
} finally {
  await browser.close();
}
stdout.write(`${String(Math.ceil(bytes / 1000))} kB in all\n`);
if (values.full !== true && bytes > largestBytes)
  throw new Error(`The pictures are larger than ${String(largestBytes / 1_000_000)} MB together`);
