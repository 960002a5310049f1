import type { Redis } from 'ioredis';
import type pg from 'pg';
import { Fault } from '../../domain/faults.ts';
import { tenantId as parseTenant } from '../../domain/ids.ts';
import type { TenantId } from '../../domain/ids.ts';
import { onEventSignal, publishEventSignals, wakeChannel } from '../../platform/event-signal.ts';
import type { Logger } from '../../platform/logger.ts';
import { createRedis } from '../../platform/redis.ts';
import type { LiveEvent } from './live-event.ts';
import type { Reader, ReaderOptions } from './reader.ts';
import { TenantFeed } from './tenant-feed.ts';

export interface EventHub {
  /**
   * Opens a stream of the tenant's events; whoever opens it calls `close` when the client is gone. Throws `rate_limited` when the tenant has too many open, `database_unavailable`.
   */
  open(tenantId: TenantId, options: ReaderOptions): Promise<Reader>;
  close(tenantId: TenantId, reader: Reader): void;
  /** Ends every stream; clients come back with their last id, here or elsewhere. */
  shutdown(): void;
}

export interface HubNeeds {
  readonly pool: pg.Pool;
  readonly redis: Redis | undefined;
  readonly redisUrl: string | undefined;
  readonly logger: Logger;
  /** Milliseconds after which a reader is cut that takes nothing of what it was sent. */
  readonly patience: number;
}

const mostPerTenant = 500;
/** About so many of a tenant's latest events stand in Redis too, for whoever wants to look at them there. */
const copiesKept = 1_000;

/** The Redis stream with the copies of a tenant's events; entry ids are `<event id>-0`. */
export const copyKey = (tenantId: TenantId): string => `au:tenant:{${tenantId}}:events`;

/** All streams of this process. The log in PostgreSQL is what is read; Redis only says when, and gets a copy. */
export const createEventHub = ({ pool, redis, redisUrl, logger, patience }: HubNeeds): EventHub => {
  const feeds = new Map<TenantId, TenantFeed>();
  const stops = [
    onEventSignal((tenantId) => feeds.get(tenantId)?.wake()),
    ...(redis === undefined ? [] : [publishEventSignals(redis)]),
  ];
  const ear = redisUrl === undefined ? undefined : createEar(redisUrl, logger, feeds);

  const copy = (tenantId: TenantId, events: readonly LiveEvent[]): void => {
    if (redis?.status !== 'ready') return;
    for (const event of events) {
      // A second process that copies the same event is refused by its id.
      redis
        .xadd(
          copyKey(tenantId),
          'MAXLEN',
          '~',
          copiesKept,
          `${event.id ?? 0}-0`,
          'event',
          JSON.stringify(event),
        )
        .catch(() => undefined);
    }
  };

  const feedOf = (tenantId: TenantId): TenantFeed => {
    const known = feeds.get(tenantId);
    if (known !== undefined) return known;
    const feed = new TenantFeed(tenantId, { pool, copy, patience });
    feeds.set(tenantId, feed);
    ear?.listen(tenantId);
    return feed;
  };
  const leave = (feed: TenantFeed): void => {
    if (feed.readers.size > 0) return;
    feed.close();
    feeds.delete(feed.tenantId);
    ear?.ignore(feed.tenantId);
  };

  return {
    open: async (tenantId, options) => {
      const feed = feedOf(tenantId);
      if (feed.readers.size >= mostPerTenant) {
        throw new Fault('rate_limited', `No more than ${mostPerTenant} streams at once; close some`, {
          retryAfterSeconds: 30,
        });
      }
      try {
        return await feed.add(options);
      } catch (error) {
        leave(feed);
        throw error;
      }
    },
    close: (tenantId, reader) => {
      const feed = feeds.get(tenantId);
      if (feed === undefined) return;
      feed.remove(reader);
      leave(feed);
    },
    shutdown: () => {
      for (const stop of stops) stop();
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
      ear?.close();
    },
  };
};

interface Ear {
  listen(tenantId: TenantId): void;
  ignore(tenantId: TenantId): void;
  close(): void;
}

/** A connection of its own that hears the other processes' signals; what it misses, the pollers find. */
const createEar = (url: string, logger: Logger, feeds: ReadonlyMap<TenantId, TenantFeed>): Ear => {
  const redis = createRedis({ url, logger, commandTimeoutMs: undefined });
  const quietly = (command: Promise<unknown>): void => {
    command.catch(() => undefined);
  };
  redis.on('ready', () => {
    for (const tenantId of feeds.keys()) quietly(redis.subscribe(wakeChannel(tenantId)));
  });
  redis.on('message', (channel: string) => {
    const tenant = /\{([0-9a-f-]{36})\}/.exec(channel)?.[1];
    if (tenant !== undefined) feeds.get(parseTenant(tenant))?.wake();
  });
  return {
    listen: (tenantId) => {
      if (redis.status === 'ready') quietly(redis.subscribe(wakeChannel(tenantId)));
    },
    ignore: (tenantId) => {
      if (redis.status === 'ready') quietly(redis.unsubscribe(wakeChannel(tenantId)));
    },
    close: () => {
      redis.disconnect();
    },
  };
};
