import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unpackFromApt } from './apt.ts';
import { claim } from './claim.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { withProgress } from './progress.ts';
import type { ServerSource } from './running-server.ts';
import type { Tools } from './temporal-binary.ts';

export interface RedisProgram {
  readonly program: string;
  readonly source: ServerSource;
  /** Where the libraries of an unpacked program lie. */
  readonly libraryPath: string | null;
}

/** Redis or Valkey that is there already: on PATH, or unpacked before; else null. */
export const locateRedis = ({ environment, toolsFolder }: Tools): RedisProgram | null => {
  const onPath = findOnPath(environment, 'redis-server', 'valkey-server');
  if (onPath !== null) return { program: onPath, source: 'path', libraryPath: null };
  const folder = join(toolsFolder, 'redis');
  const program = join(folder, 'usr', 'bin', 'redis-server');
  return isExecutable(program) ? { program, source: 'apt', libraryPath: librariesIn(folder) } : null;
};

/** Redis that is there, else from apt now; null where there is none. */
export const findRedis = async (tools: Tools): Promise<RedisProgram | null> => {
  const there = locateRedis(tools);
  if (there !== null) return there;
  const held = await claim(join(tools.toolsFolder, 'redis.claim'), tools.onProgress);
  try {
    if (locateRedis(tools) === null)
      await withProgress(tools.onProgress, 'Redis is fetched by apt', () =>
        unpackFromApt('redis-server', join(tools.toolsFolder, 'redis'), tools),
      );
  } finally {
    held.release();
  }
  return locateRedis(tools);
};

/** Debian keeps libraries in usr/lib/<architecture>-linux-gnu. */
const librariesIn = (folder: string): string => {
  const libraries = join(folder, 'usr', 'lib');
  const names = existsSync(libraries) ? readdirSync(libraries) : [];
  return names
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(libraries, name))
    .join(':');
};
