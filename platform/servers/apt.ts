import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.ts';
import { runProgram } from './run-program.ts';
import type { Tools } from './temporal-binary.ts';

const fetchWithinMs = 120_000;

/**
 * Fetches a Debian package with what it lacks on this machine and unpacks all into `folder`, installing nothing: no service
 * starts, no file of the system changes, no root is needed. False where apt is missing or cannot reach its archive.
 */
export const unpackFromApt = async (packageName: string, folder: string, tools: Tools): Promise<boolean> => {
  if (findOnPath(tools.environment, 'apt-get') === null) return false;
  const unfinished = `${folder}.${process.pid}`;
  const lists = join(unfinished, 'lists');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  const apt = (...words: string[]): Promise<string> =>
    runProgram({
      program: 'apt-get',
      arguments: ['-o', 'APT::Sandbox::User=', '-o', 'Acquire::Retries=0', ...words],
      environment: { ...tools.environment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      folder: unfinished,
      timeoutMs: fetchWithinMs,
    });
  const fetchAll = async (...options: string[]): Promise<void> => {
    const wanted = ['-y', '--no-install-recommends', '--print-uris', 'install', packageName];
    await apt(...options, 'download', ...packagesIn(await apt(...options, ...wanted)));
  };
  try {
    // The machine's own lists may be missing (fresh images) or too old to fetch by: then own ones are made.
    await fetchAll().catch(async () => {
      const own = ['-o', `Dir::State::lists=${lists}`, '-o', 'Debug::NoLocking=1'];
      await apt(...own, 'update');
      await fetchAll(...own);
    });
    await unpackAll(unfinished, tools);
    rmSync(lists, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return existsSync(folder);
  } catch {
    return false;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};

/** Names from lines such as `'http://…' redis-tools_5%3a7.0.15_amd64.deb 991988 MD5Sum:…`. */
const packagesIn = (uris: string): string[] =>
  [...uris.matchAll(/^'[^']+' ([^_\s]+)_[^\s]+\.deb /gm)].map((match) => match[1] ?? '');

const unpackAll = async (folder: string, { environment }: Tools): Promise<void> => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    const words = ['-x', join(folder, file), folder];
    await runProgram({ program: 'dpkg-deb', arguments: words, environment, timeoutMs: 60_000 });
    rmSync(join(folder, file));
  }
};
