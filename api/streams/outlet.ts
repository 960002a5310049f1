import type { LiveEvent } from './live-event.ts';

/** Why a reader must fetch anew what it shows: events in between are not (or were never) there. */
export interface Resync {
  readonly reason: 'too_old' | 'unknown';
  /** Where the stream goes on. */
  readonly last_id: number;
}

/** Where events go out: an event stream or a WebSocket. Nothing here throws; a closed outlet takes and drops. */
export interface Outlet {
  event(event: LiveEvent): void;
  /** The first thing sent: everything behind this id will follow. */
  ready(lastId: number): void;
  resync(resync: Resync): void;
  /** Keeps proxies and clients from giving the connection up. */
  heartbeat(): void;
  /** Bytes that wait for the reader. */
  backlog(): number;
  /** Resolves when the reader has taken what was sent, or is gone. */
  drained(): Promise<void>;
  /** Ends it in good order. */
  end(): void;
  /** Cuts it: what waits is lost, and the reader resumes elsewhere. */
  cut(): void;
}

/**
 * A reader for which so much waits is sent no more until it has taken it. Where that takes too long it is cut; it comes back with
 * its last id and misses nothing.
 */
export const mostBacklog = 1_048_576;
