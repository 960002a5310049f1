/**
 * Takes the pictures of docs/pictures from a demo installation that runs beside this (`npm run demo`):
 * `node scripts/pictures.ts [--to FOLDER] [--width PIXELS]`.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { installation } from '../cli/installation.ts';
import { readRunning } from '../cli/running-file.ts';
import { readDemoSettings } from '../demo/settings-file.ts';
import { findChromium } from '../platform/servers/chromium.ts';

const schemes = ['light', 'dark'] as const;
/** What README and guides may weigh. */
const largestBytes = 200_000;
const settleMs = 1_500;

interface Picture {
  readonly name: string;
  /** Opens what is shown; the page is signed in. */
  readonly open: (page: Page, base: string) => Promise<void>;
}

const go =
  (path: string) =>
  async (page: Page, base: string): Promise<void> => {
    await page.goto(base + path);
  };

const pictures: readonly Picture[] = [
  { name: 'home', open: go('/') },
  { name: 'connections', open: go('/connections') },
  {
    name: 'task',
    open: async (page, base) => {
      await page.goto(`${base}/tasks`);
      await page
        .getByRole('link', { name: /ingest/i })
        .first()
        .click();
      await page.waitForURL(/\/tasks\/./);
    },
  },
  { name: 'events', open: go('/events') },
];

const signIn = async (page: Page, base: string): Promise<void> => {
  const { email, password } = readDemoSettings(join(installation.folder, 'demo.json'));
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
};

const take = async (
  browser: Browser,
  { base, folder, width }: { readonly base: string; readonly folder: string; readonly width: number },
): Promise<void> => {
  for (const colorScheme of schemes) {
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 800 : 860 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await signIn(page, base);
    for (const { name, open } of pictures) {
      await open(page, base);
      // Streams stay open, so the network never falls silent.
      await page.waitForTimeout(settleMs);
      const path = join(folder, `${name}-${colorScheme}.png`);
      await page.screenshot({ path });
      const { size } = statSync(path);
      stdout.write(`${path} ${Math.ceil(size / 1000)} kB\n`);
      if (size > largestBytes) throw new Error(`${path} is larger than ${largestBytes / 1000} kB`);
    }
    await context.close();
  }
};

const { values } = parseArgs({ options: { to: { type: 'string' }, width: { type: 'string' } } });
const base = readRunning(installation.runningFile)?.environment['PUBLIC_URL'];
if (base === undefined) throw new Error('No demo runs here: start `npm run demo` in another terminal');
const executablePath = await findChromium({
  toolsFolder: installation.toolsFolder,
  environment: env,
  onProgress: (line) => stderr.write(`${line}\n`),
});
if (executablePath === null)
  throw new Error('No Chromium was found: apt-get install chromium, or set CHROMIUM');
const folder = resolve(values.to ?? join(installation.root, 'docs/pictures'));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  await take(browser, { base, folder, width: Number(values.width ?? '1280') });
} finally {
  await browser.close();
}
