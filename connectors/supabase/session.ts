import type { Client } from 'pg';
import { isFault } from '../../domain/faults.ts';
import { connect, destroy, placeOf } from './client.ts';
import type { Settings } from './client.ts';
import { toFault } from './faults.ts';

/** One connection for everything but reads: opened on demand, used by one piece of work at a time, renewed when lost. */
export class Session {
  readonly #settings: Settings;
  #client: Client | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Runs `work` after all that was asked before it; its errors come as faults that name `about`. */
  run<T>(about: string, work: (client: Client) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#work(about, work));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #work<T>(about: string, work: (client: Client) => Promise<T>): Promise<T> {
    try {
      this.#client ??= await this.#open();
      return await work(this.#client);
    } catch (error) {
      const fault = toFault(error, `${placeOf(this.#settings)} ${about}`.trim());
      // After a timeout the answer may still be on its way: only a fresh connection is surely in step.
      if (!isFault(error) && ['source_unreachable', 'source_protocol'].includes(fault.code)) this.#drop();
      throw fault;
    }
  }

  async #open(): Promise<Client> {
    const client = await connect(this.#settings);
    client.once('end', () => {
      if (this.#client === client) this.#client = null;
    });
    return client;
  }

  #drop(): void {
    if (this.#client !== null) destroy(this.#client);
    this.#client = null;
  }

  /** Waits for what is running and disconnects; later work would open a new connection. */
  async close(): Promise<void> {
    await this.#last;
    this.#drop();
  }
}
