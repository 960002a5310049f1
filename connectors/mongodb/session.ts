import type { Collection } from 'mongodb';
import { Fault } from '../../domain/faults.ts';
import { connect, placeOf } from './client.ts';
import type { Connection, Settings } from './client.ts';
import { toFault } from './faults.ts';

/** One connection for everything, opened on demand and shared; the driver keeps several pieces of work apart. */
export class Session {
  readonly settings: Settings;
  #opening: Promise<Connection> | null = null;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  connection(): Promise<Connection> {
    this.#opening ??= connect(this.settings);
    return this.#opening;
  }

  /** Runs `work`; its errors come as faults that name `about`. A host that went away is looked for anew next time. */
  async run<T>(about: string, work: (connection: Connection) => Promise<T>): Promise<T> {
    const opening = this.connection();
    try {
      return await work(await opening);
    } catch (error) {
      throw await this.failed(error, about, opening);
    }
  }

  /** The fault for an error; drops the connection when it is the connection that failed. */
  async failed(
    error: unknown,
    about: string,
    opening: Promise<Connection> | null = this.#opening,
  ): Promise<Fault> {
    const fault = toFault(error, `${placeOf(this.settings)} ${about}`.trim());
    const lost = ['source_unreachable', 'source_auth_failed', 'egress_refused'].includes(fault.code);
    if (lost && this.#opening === opening) await this.close();
    return fault;
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    // A connection that never came about has nothing to close.
    const connection = await opening?.catch(() => null);
    await connection?.client.close();
  }
}

/** @throws Fault `source_object_missing`: MongoDB itself answers a missing collection like an empty one. */
export const existingCollection = async (
  { client }: Connection,
  { config }: Settings,
  name: string,
): Promise<Collection> => {
  const database = client.db(config.database);
  const [found] = await database.listCollections({ name }, { nameOnly: true }).toArray();
  if (found?.name !== name || name === '')
    throw new Fault('source_object_missing', `There is no collection ${JSON.stringify(name.slice(0, 120))}`);
  return database.collection(name);
};
