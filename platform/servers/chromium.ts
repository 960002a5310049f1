import { createRequire } from 'node:module';
import { claim } from './claim.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { withProgress } from './progress.ts';
import { runProgram } from './run-program.ts';
import type { Tools } from './temporal-binary.ts';

const installWithinMs = 10 * 60_000;

/** A Chromium that is there already: CHROMIUM, playwright's own, on PATH; else null. */
export const locateChromium = (tools: Tools): string | null => {
  const named = tools.environment['CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : null;
  return playwrightsOwn() ?? onPath(tools);
};

/** A Chromium for browser tests that is there, else from apt as root; null where there is none. */
export const findChromium = async (tools: Tools): Promise<string | null> =>
  locateChromium(tools) ?? (await installByApt(tools));

const onPath = ({ environment }: Tools): string | null =>
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

const installByApt = async (tools: Tools): Promise<string | null> => {
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
  const install = (): Promise<string> => apt('install', '-y', '--no-install-recommends', 'chromium');
  const held = await claim(`${toolsFolder}/chromium.claim`, onProgress);
  try {
    return (
      onPath(tools) ??
      (await withProgress(onProgress, 'Chromium is installed by apt', async () => {
        await install().catch(() => apt('update').then(install));
        return onPath(tools);
      }))
    );
  } catch {
    return null;
  } finally {
    held.release();
  }
};
