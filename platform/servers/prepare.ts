import { findChromium } from './chromium.ts';
import { findMongodb } from './mongodb-binary.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { findRedis } from './redis-binary.ts';
import { findTemporal } from './temporal-binary.ts';
import type { Tools } from './temporal-binary.ts';

/**
 * Finds, fetches or builds the program of every server and a browser, side by side, without starting any. Throws the first
 * error of a part that cannot be done without, once all have come to an end.
 */
export const prepareServers = async (tools: Tools): Promise<void> => {
  const settled = await Promise.allSettled([
    Promise.resolve().then(findPostgresBinaries),
    findTemporal(tools),
    findRedis(tools),
    findMongodb(tools),
    findChromium(tools),
  ]);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};
