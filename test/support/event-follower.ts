import { setTimeout as sleep } from 'node:timers/promises';
import { openStream } from './event-stream.ts';
import type { StreamClient } from './event-stream.ts';
import { until } from './test-platform.ts';
import type { TestPlatform } from './test-platform.ts';

/** A reader of the event stream that comes back with the last id it has, as EventSource does, until it is stopped. */
export class EventFollower {
  /** Ids in the order of their arrival; the first is where the reader began. */
  readonly ids: number[] = [];
  /** How often the stream was opened. */
  opened = 0;
  readonly #api: { readonly url: string };
  readonly #token: string;
  readonly #following: Promise<void>;
  #client: StreamClient | undefined;
  #refusal = 'never refused';
  #running = true;

  private constructor(api: { readonly url: string }, token: string) {
    this.#api = api;
    this.#token = token;
    this.#following = this.#follow();
  }

  /** Begins with the events of now; the address stays the same over restarts of the API. */
  static async start(api: { readonly url: string }, token: string): Promise<EventFollower> {
    const follower = new EventFollower(api, token);
    await until('the stream is open', () => follower.ids.length > 0);
    return follower;
  }

  async #follow(): Promise<void> {
    while (this.#running) {
      const lastEventId = this.ids.at(-1);
      try {
        this.#client = await openStream(
          this.#api,
          { token: this.#token },
          lastEventId === undefined ? {} : { lastEventId },
        );
        this.opened += 1;
        await this.#takeAll(this.#client);
      } catch (error) {
        this.#refusal = `last refused with ${String(error)}`;
        await sleep(100);
      }
    }
  }

  async #takeAll(client: StreamClient): Promise<void> {
    const stream = { ended: false };
    void client.ended.then(() => (stream.ended = true));
    for (let taken = 0; ;) {
      for (; taken < client.received.length; taken += 1) {
        const { id, event } = client.received[taken] ?? {};
        // Said anew at each opening; progress has no id.
        if (id !== undefined && (event !== 'ready' || this.ids.length === 0)) this.ids.push(id);
      }
      if (stream.ended) return;
      await sleep(20);
    }
  }

  /** Waits until everything that is in the log has arrived; answers the ids of the log since the reader began. */
  async caughtUp({ database, tenantId }: TestPlatform): Promise<number[]> {
    let logged: number[] = [];
    await until(
      'the reader has everything',
      async () => {
        const { rows } = await database.admin.query<{ id: string }>(
          'select id from au.event_log where tenant_id = $1 and id >= $2 order by id',
          [tenantId, this.ids[0]],
        );
        logged = rows.map(({ id }) => Number(id));
        return (logged.at(-1) ?? 0) <= (this.ids.at(-1) ?? 0);
      },
      () => `${this.ids.length} of ${logged.length}; opened ${this.opened} times, ${this.#refusal}`,
    );
    // Before the first event of all there is a place, and no event.
    return logged[0] === this.ids[0] ? logged : [this.ids[0] ?? 0, ...logged];
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#client?.close();
    await this.#following;
  }
}
