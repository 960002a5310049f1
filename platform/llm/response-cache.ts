import type { Redis } from 'ioredis';
import type { TenantId } from '../../domain/ids.ts';
import type { Logger } from '../logger.ts';

/** Answers of models by the hash of all that was asked. What it loses is asked again: it never fails and never waits long. */
export interface ResponseCache {
  get(tenantId: TenantId, hash: Buffer): Promise<string | undefined>;
  put(tenantId: TenantId, hash: Buffer, text: string): Promise<void>;
}

const keepSeconds = 7 * 24 * 3600;

const keyOf = (tenantId: TenantId, hash: Buffer): string =>
  `au:tenant:{${tenantId}}:llm:${hash.toString('hex')}`;

export const createResponseCache = (redis: Redis | undefined, logger: Logger): ResponseCache => {
  const tolerant = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      logger.debug({ error }, 'the cache of model answers is not reachable');
      return undefined;
    }
  };
  return {
    get: async (tenantId, hash) =>
      (await tolerant(async () => await redis?.get(keyOf(tenantId, hash)))) ?? undefined,
    put: async (tenantId, hash, text) => {
      await tolerant(async () => await redis?.set(keyOf(tenantId, hash), text, 'EX', keepSeconds));
    },
  };
};
