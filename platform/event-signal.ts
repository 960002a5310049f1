import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { TenantId } from '../domain/ids.ts';

type Listener = (tenantId: TenantId) => void;
const listeners = new Set<Listener>();

/** Connections whose running transaction has written events. */
const noted = new WeakSet<pg.ClientBase>();

/** Remembers that this connection's transaction has written events. */
export const noteEvents = (client: pg.ClientBase): void => {
  noted.add(client);
};

/** After the commit: signals what was noted, so that no writer has to remember. */
export const signalNoted = (client: pg.ClientBase, tenantId: TenantId): void => {
  if (noted.delete(client)) signalEvents(tenantId);
};

/**
 * Says that events of a tenant were committed by this process. It is a hint to look now instead of a second later and
 * may be lost; docs/adr/0007 has the reasons.
 */
const signalEvents = (tenantId: TenantId): void => {
  for (const listener of listeners) listener(tenantId);
};

/** Calls the listener for every signal of this process; answers how to stop that. */
export const onEventSignal = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** Channel on which processes tell each other to look. */
export const wakeChannel = (tenantId: TenantId): string => `au:tenant:{${tenantId}}:wake`;

/** Passes this process's signals on to the others; a Redis that is down loses them, and nothing else. */
export const publishEventSignals = (redis: Redis): (() => void) =>
  onEventSignal((tenantId) => {
    if (redis.status === 'ready') redis.publish(wakeChannel(tenantId), '').catch(() => undefined);
  });
