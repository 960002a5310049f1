import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../domain/faults.ts';
import { runProgram } from './run-program.ts';

const answerWithinMs = 5_000;
const completeWithinMs = 300_000;

/**
 * Fetches a .tar.gz and unpacks it into `folder`. Networks that let only package registries through refuse at once or never
 * answer: after five seconds without an answer it throws `source_unreachable`.
 */
export const fetchArchive = async (
  url: string,
  folder: string,
  environment: Readonly<NodeJS.ProcessEnv>,
): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, 'archive.tar.gz');
  const abort = new AbortController();
  let timer = setTimeout(() => {
    abort.abort();
  }, answerWithinMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => {
      abort.abort();
    }, completeWithinMs);
    await pipeline(Readable.fromWeb(response.body), createWriteStream(archive));
  } catch (cause) {
    throw new Fault('source_unreachable', `${new URL(url).host} cannot be reached from here`, { cause });
  } finally {
    clearTimeout(timer);
  }
  await runProgram({
    program: 'tar',
    arguments: ['-xzf', archive, '-C', folder],
    environment,
    timeoutMs: 60_000,
  });
  rmSync(archive);
};
