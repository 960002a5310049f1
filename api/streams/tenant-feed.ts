import type pg from 'pg';
import type { TenantId } from '../../domain/ids.ts';
import { eventBounds, eventsAfter, runningTasks } from '../../platform/database/repositories/event-feed.ts';
import type { EventRow } from '../../platform/database/repositories/event-feed.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import { liveEventOf, progressEventsOf } from './live-event.ts';
import type { LiveEvent } from './live-event.ts';
import { Reader } from './reader.ts';
import type { ReaderOptions } from './reader.ts';

export interface FeedNeeds {
  readonly pool: pg.Pool;
  /** Gets every event once, in order, for the copy in Redis. */
  readonly copy: (tenantId: TenantId, events: readonly LiveEvent[]) => void;
  /** Milliseconds after which a reader is cut that takes nothing of what it was sent. */
  readonly patience: number;
}

const pollMs = 1_000;
const heartbeatMs = 10_000;
const pageSize = 500;
/** Farther behind than this, a reader is better served by fetching anew what it shows. */
const mostBehind = 20_000;

/**
 * The events of one tenant in this process: one poller, however many readers. A hint makes it look at once; without any it
 * looks every second, so a lost hint costs a second and never an event.
 */
export class TenantFeed {
  readonly tenantId: TenantId;
  readonly readers = new Set<Reader>();
  readonly #live = new Set<Reader>();
  readonly #needs: FeedNeeds;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #shown = new Map<string, string>();
  #last: number | undefined;
  #looking = false;
  #again = false;

  constructor(tenantId: TenantId, needs: FeedNeeds) {
    this.tenantId = tenantId;
    this.#needs = needs;
    this.#timers = [
      setInterval(() => {
        this.#look(true);
      }, pollMs),
      setInterval(() => {
        for (const reader of this.readers) reader.outlet.heartbeat();
      }, heartbeatMs),
    ];
  }

  /** Looks for new events now. */
  wake(): void {
    this.#look(false);
  }

  /**
   * Adds a reader and brings it to the present, page by page as it takes them; it goes live in the very tick in which it has
   * caught up, so that nothing falls between. Throws when the database cannot be asked where the reader stands.
   */
  async add({ outlet, types, after }: ReaderOptions): Promise<Reader> {
    const reader = new Reader({ outlet, types });
    // Counted from now on, so that the feed does not end while this one waits for the database.
    this.readers.add(reader);
    const bounds = await this.#inTenant(eventBounds).catch((error: unknown) => {
      this.remove(reader);
      throw error;
    });
    this.#last ??= bounds.last;
    // Whoever comes new is told the progress of all running tasks, also of one that stands still.
    this.#shown.clear();
    const missing = after === undefined ? undefined : refusal(after, bounds);
    reader.position = after === undefined || missing !== undefined ? bounds.last : after;
    if (missing === undefined) outlet.ready(reader.position);
    else outlet.resync({ reason: missing, last_id: bounds.last });
    this.#bringUp(reader);
    return reader;
  }

  remove(reader: Reader): void {
    reader.closed = true;
    this.readers.delete(reader);
    this.#live.delete(reader);
  }

  /** Ends all readers and stops looking. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const reader of this.readers) reader.end();
    this.readers.clear();
    this.#live.clear();
  }

  #bringUp(reader: Reader): void {
    this.#live.delete(reader);
    this.#catchUp(reader).catch(() => {
      reader.cut();
    });
  }

  async #catchUp(reader: Reader): Promise<void> {
    for (;;) {
      if (!(await drainedInTime(reader, this.#needs.patience))) reader.cut();
      if (reader.closed || reader.position >= (this.#last ?? 0)) break;
      const rows = await this.#inTenant((transaction) => eventsAfter(transaction, reader.position, pageSize));
      if (rows.length === 0) break;
      for (const row of rows) reader.take(liveEventOf(row));
    }
    // No await since the last comparison: whatever comes next reaches the reader live.
    if (!reader.closed) this.#live.add(reader);
  }

  #look(withProgress: boolean): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    this.#pump(withProgress)
      // The database is away: the next tick tries again, and readers keep their places meanwhile.
      .catch(() => undefined)
      .finally(() => {
        this.#looking = false;
        if (!this.#again) return;
        this.#again = false;
        this.#look(false);
      });
  }

  async #pump(withProgress: boolean): Promise<void> {
    if (this.#last === undefined || this.readers.size === 0) return;
    for (;;) {
      const from: number = this.#last;
      const rows: readonly EventRow[] = await this.#inTenant((transaction) =>
        eventsAfter(transaction, from, pageSize),
      );
      const events = rows.map(liveEventOf);
      this.#last = rows.at(-1)?.id ?? from;
      for (const reader of this.#live) {
        for (const event of events) if ((event.id ?? 0) > reader.position) reader.take(event);
        // Many events at once are no fault of who reads them: it goes on at its own pace.
        if (!reader.keepsUp) this.#bringUp(reader);
      }
      if (events.length > 0) this.#needs.copy(this.tenantId, events);
      if (rows.length < pageSize) break;
    }
    if (withProgress) await this.#showProgress();
  }

  async #showProgress(): Promise<void> {
    const tasks = await this.#inTenant(runningTasks);
    const now = new Date();
    const ids = new Set(tasks.map(({ task_id }) => task_id));
    for (const id of this.#shown.keys()) if (!ids.has(id)) this.#shown.delete(id);
    for (const task of tasks) {
      const state = JSON.stringify([task.paused, task.progress]);
      if (this.#shown.get(task.task_id) === state) continue;
      this.#shown.set(task.task_id, state);
      for (const event of progressEventsOf(task, now)) for (const reader of this.#live) reader.take(event);
    }
  }

  #inTenant<T>(work: (transaction: TenantTransaction) => Promise<T>): Promise<T> {
    return withTenant(this.#needs.pool, this.tenantId, work);
  }
}

/** False when the reader has not taken what it was sent in so many milliseconds. */
const drainedInTime = async (reader: Reader, patience: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patience, false);
  });
  const inTime = await Promise.race([reader.outlet.drained().then(() => true), late]);
  clearTimeout(timer);
  return inTime;
};

/** Why what follows `after` cannot be sent, if so. */
const refusal = (
  after: number,
  { last, oldest }: { readonly last: number; readonly oldest: number | null },
): 'too_old' | 'unknown' | undefined => {
  if (after > last) return 'unknown';
  if (after === last) return undefined;
  return oldest === null || oldest > after + 1 || last - after > mostBehind ? 'too_old' : undefined;
};
