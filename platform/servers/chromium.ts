import { createRequire } from 'node:module';
import { claim } from './claim.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { withProgress } from './progress.ts';
import { runProgram } from './run-program.ts';
import type { Tools } from './temporal-binary.ts';

const installWithinMs = 10 * 60_000;

/** Chromium without its windows, the one that playwright brings for tests: half the CPU of the whole browser. */
const shell = 'chromium-headless-shell';

/** A Chromium that is there already: CHROMIUM, playwright's own, the shell on PATH, a whole one on PATH; else null. */
export const locateChromium = (tools: Tools): string | null => preferred(tools) ?? wholeOnPath(tools);

/**
 * A Chromium for browser tests that is there, else from apt as root; null where there is none. The shell is fetched even
 * where a whole browser is there.
 */
export const findChromium = async (tools: Tools): Promise<string | null> =>
  preferred(tools) ??
  (await installByApt(tools, shell)) ??
  wholeOnPath(tools) ??
  (await installByApt(tools, 'chromium'));

const preferred = ({ environment }: Tools): string | null => {
  const named = environment['CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null;
  return playwrightsOwn() ?? findOnPath(environment, shell);
};

const wholeOnPath = ({ environment }: Tools): string | null =>
  findOnPath(environment, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');

/** Playwright is a development dependency: an installation without it has no browser of its own. */
const playwrightsOwn = (): string | null => {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core') as {
      chromium: { executablePath(): string };
    };
    const path = chromium.executablePath();
    return isExecutable(path) ? path : null;
  } catch {
    return null;
  }
};

const installByApt = async (tools: Tools, name: string): Promise<string | null> => {
  const { environment, toolsFolder, onProgress } = tools;
  if (process.getuid?.() !== 0 || findOnPath(environment, 'apt-get') === null) return null;
  const apt = (...words: string[]): Promise<string> =>
    runProgram({
      program: 'apt-get',
      arguments: words,
      environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: installWithinMs,
      lowPriority: true,
    });
  const install = (): Promise<string> => apt('install', '-y', '--no-install-recommends', name);
  const held = await claim(`${toolsFolder}/chromium.claim`, onProgress);
  try {
    return (
      findOnPath(environment, name) ??
      (await withProgress(onProgress, `${name} is installed by apt`, async () => {
        await install().catch(() => apt('update').then(install));
        return findOnPath(environment, name);
      }))
    );
  } catch {
    return null;
  } finally {
    held.release();
  }
};
