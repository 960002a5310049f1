import type { TypeChoice } from '../../platform/database/repositories/event-feed.ts';
import type { LiveEvent } from './live-event.ts';
import { mostBacklog } from './outlet.ts';
import type { Outlet } from './outlet.ts';
import { isChosen } from './type-choice.ts';

export interface ReaderOptions {
  readonly outlet: Outlet;
  readonly types: TypeChoice | undefined;
  /** The id behind which the reader wants everything; undefined: only what happens from now on. */
  readonly after: number | undefined;
}

/** One stream of a tenant's events on its way to one client. */
export class Reader {
  readonly outlet: Outlet;
  /** The last event that was dealt with, sent or passed over. */
  position = 0;
  closed = false;
  readonly #types: TypeChoice | undefined;

  constructor({ outlet, types }: Pick<ReaderOptions, 'outlet' | 'types'>) {
    this.outlet = outlet;
    this.#types = types;
  }

  /** Passes an event on if it is wanted. */
  take(event: LiveEvent): void {
    if (this.closed) return;
    if (event.id !== undefined) this.position = event.id;
    if (isChosen(this.#types, event.type)) this.outlet.event(event);
  }

  /** Whether it has taken most of what it was sent. */
  get keepsUp(): boolean {
    return this.outlet.backlog() <= mostBacklog;
  }

  cut(): void {
    this.closed = true;
    this.outlet.cut();
  }

  end(): void {
    this.closed = true;
    this.outlet.end();
  }
}
