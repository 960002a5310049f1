import { join } from 'node:path';
import { isExecutable } from './find-on-path.ts';
import { withProgress } from './progress.ts';
import type { Tools } from './temporal-binary.ts';

const version = '8.0.4';
const origin = 'https://fastdl.mongodb.org/';
const answerWithinMs = 5_000;

const locate = async (toolsFolder: string): Promise<{ path: string; fetch: () => Promise<string> }> => {
  const { MongoBinary } = await import('mongodb-memory-server-core/lib/util/MongoBinary.js');
  const { DryMongoBinary } = await import('mongodb-memory-server-core/lib/util/DryMongoBinary.js');
  const downloadDir = join(toolsFolder, 'mongod');
  const options = await DryMongoBinary.generateOptions({ version, downloadDir });
  const path = DryMongoBinary.combineBinaryName(downloadDir, await DryMongoBinary.getBinaryName(options));
  return { path, fetch: () => MongoBinary.getPath({ version, downloadDir, checkMD5: true }) };
};

/**
 * The mongod that mongodb-memory-server fetches, from an earlier fetch or now; null where the network does not let it, or
 * where that package is left out (it is for development), or has no mongod for this platform.
 */
export const fetchMongod = async ({ toolsFolder, onProgress }: Tools): Promise<string | null> => {
  try {
    const { path, fetch: fetchNow } = await locate(toolsFolder);
    if (isExecutable(path)) return path;
    await fetch(origin, { method: 'HEAD', signal: AbortSignal.timeout(answerWithinMs) });
    return await withProgress(onProgress, 'mongod is fetched', fetchNow);
  } catch {
    return null;
  }
};
