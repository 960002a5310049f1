import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../platform/servers/claim.ts';
import { withProgress } from '../platform/servers/progress.ts';
import type { Progress } from '../platform/servers/progress.ts';
import { runProgram } from '../platform/servers/run-program.ts';
import { installation } from './installation.ts';

const buildWithinMs = 10 * 60_000;

/**
 * Builds the console where there is no build of these sources yet. The stamp comes last: a killed build is done again.
 * Processes of one checkout take turns, so those that waited find the build done.
 */
export const buildConsole = async (
  environment: Readonly<NodeJS.ProcessEnv>,
  onProgress: Progress,
): Promise<void> => {
  const web = join(installation.root, 'web');
  if (!existsSync(join(web, 'app'))) {
    onProgress('Console: web/app is missing, the API answers alone');
    return;
  }
  const turn = await claim(join(installation.toolsFolder, 'console-build.json'), onProgress);
  try {
    const stamp = stampOf(web, environment);
    const stampFile = join(web, '.next', 'autonomos-stamp');
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
    await withProgress(onProgress, 'Console is built', () =>
      runProgram({
        program: process.execPath,
        arguments: [join(installation.root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build', web],
        environment: { ...environment, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        folder: installation.root,
        timeoutMs: buildWithinMs,
        lowPriority: true,
      }),
    );
    writeFileSync(stampFile, stamp);
  } finally {
    turn.release();
  }
};

/** Of all that goes into a build, the addresses that are written into it too. */
const stampOf = (web: string, environment: Readonly<NodeJS.ProcessEnv>): string => {
  const hash = createHash('sha256').update(readFileSync(join(installation.root, 'package-lock.json')));
  hash.update(`${environment['NEXT_PUBLIC_API_ORIGIN'] ?? ''}\n`);
  const built = /^(node_modules|\.next|next-env\.d\.ts|.*\.tsbuildinfo)/;
  const files = globSync('**/*', { cwd: web, exclude: (name) => built.test(name) });
  for (const file of files.sort()) {
    const path = join(web, file);
    if (statSync(path).isFile()) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest('hex');
};
