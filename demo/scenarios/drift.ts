import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '../../cli/api-client.ts';
import { isFault } from '../../domain/faults.ts';
import { recordKeyPrefix, streamName } from '../../domain/record-keys.ts';
import type { Progress } from '../../platform/servers/progress.ts';
import { ensureConnection } from '../ensure-connection.ts';
import { ingest } from '../ingest.ts';
import { compareWithBook } from './compare.ts';
import type { Comparison } from './compare.ts';
import type { Lane } from './lane.ts';
import { TicketDoor } from './ticket-door.ts';
import { Writer } from './writer.ts';

export interface DriftRun {
  readonly api: ApiClient;
  readonly tenantId: string;
  /** The platform's own database, read to compare it with the writers' books. */
  readonly databaseUrl: string;
  readonly lanes: readonly Lane[];
  /** Of each lane's writer. */
  readonly rowsPerSecond: number;
  /** For how long it writes before the change, and after it at least. */
  readonly secondsAround: number;
  readonly onProgress: Progress;
}

/** What became of one lane. */
export interface LaneOutcome extends Comparison {
  readonly lane: Lane;
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** From the change of the source to its ticket. */
  readonly ticketAfterSeconds: number;
  /** Whether the last ingest accounted for each row. */
  readonly balanced: boolean;
}

const baseRows = 300;
const pauseMs = 4_000;
const pollMs = 1_500;
const quiet: Progress = () => undefined;
const accepted = z.object({ task_id: z.string() });
const task = z.object({ state: z.string() });

/**
 * Writes to all lanes without a break, changes each source while it is read, brings every ticket to the lane's ending, and
 * compares what arrived with the writers' books. Throws what an ending did not reach.
 */
export const runDrift = async (run: DriftRun): Promise<readonly LaneOutcome[]> => {
  const laps = await Promise.all(run.lanes.map((lane) => Lap.begin(run, lane)));
  run.onProgress(
    `Writing ${run.rowsPerSecond} rows a second to each of ${laps.length} sources, ${run.secondsAround} s before and after they change`,
  );
  for (const lap of laps) lap.flow();
  try {
    await sleep(run.secondsAround * 1_000);
    return await Promise.all(laps.map((lap) => lap.finish()));
  } finally {
    await Promise.all(laps.map((lap) => lap.end()));
  }
};

/** One lane on its way from the first row to the comparison. */
class Lap {
  readonly #run: DriftRun;
  readonly #lane: Lane;
  readonly #id: string;
  readonly #door: TicketDoor;
  readonly #writer: Writer;
  #flowing = true;
  #turn: Promise<unknown> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();

  private constructor(run: DriftRun, lane: Lane, id: string) {
    this.#run = run;
    this.#lane = lane;
    this.#id = id;
    this.#door = new TicketDoor(run.api, id, lane.object);
    this.#writer = new Writer(lane);
  }

  /** The source with its first rows, connected, mapped, under its policy, and read once: the approved baseline. */
  static async begin(run: DriftRun, lane: Lane): Promise<Lap> {
    const id = await ensureConnection(run.api, lane.connection);
    const document = { connection_id: id, document: lane.mapping, reason: 'drift demo' };
    await run.api.call(z.unknown(), 'POST', '/mesh/mappings', document);
    await run.api.call(z.unknown(), 'PUT', '/mesh/policies', { connection_id: id, policy: lane.policy });
    const lap = new Lap(run, lane, id);
    await lap.#writer.fill(baseRows);
    await lap.#ingest();
    return lap;
  }

  /** From now on the source is written to, and read again and again. */
  flow(): void {
    this.#writer.start(this.#run.rowsPerSecond);
    this.#reading = (async () => {
      while (this.#flowing) {
        await this.#takeTurn(() => this.#ingest());
        await sleep(pauseMs);
      }
    })();
    this.#reading.catch(() => undefined);
  }

  async finish(): Promise<LaneOutcome> {
    const { object, change, connection } = this.#lane;
    const drifted = await this.#drift();
    this.#tell(change);
    const { opened_at: openedAt } = await this.#door.ticket('a ticket is opened', () => true);
    // A reader may have seen the change before whoever made it was told that it is done.
    const ticketAfterSeconds = Math.max(0, (Date.parse(openedAt) - drifted) / 1_000);
    this.#tell(`ticket after ${ticketAfterSeconds.toFixed(1)} s`);
    await this.#settle();
    await sleep(Math.max(0, drifted + this.#run.secondsAround * 1_000 - Date.now()));
    await this.#writer.between(() => this.#lane.putBack());
    const rowsPerSecond = await this.#writer.stop();
    await this.#stopReading();
    await this.#door.ticket('it is closed', ({ state }) => state === 'closed');
    const balanced = await this.#ingest();
    this.#tell(`compared with ${this.#writer.book.size} rows written`);
    const prefix = recordKeyPrefix(connection.slug, streamName(object));
    const { databaseUrl, tenantId } = this.#run;
    return {
      lane: this.#lane,
      rows: this.#writer.book.size,
      rowsPerSecond,
      ticketAfterSeconds,
      balanced,
      ...(await compareWithBook(databaseUrl, tenantId, prefix, this.#expected())),
    };
  }

  /** Writes, reads and holds nothing any more, however far it came. */
  async end(): Promise<void> {
    await Promise.allSettled([this.#writer.stop(), this.#stopReading()]);
    await this.#lane.close();
  }

  async #stopReading(): Promise<void> {
    this.#flowing = false;
    await this.#reading;
  }

  /** What the book says, without the fields that the lane has no source for any more. */
  #expected() {
    const { dropped } = this.#lane;
    const kept = ([field]: readonly [string, unknown]): boolean => !dropped.includes(field);
    return new Map(
      [...this.#writer.book].map(([name, expected]) => [
        name,
        Object.fromEntries(Object.entries(expected).filter(kept)),
      ]),
    );
  }

  /** Changes the source between two batches of its writer; answers when it had changed. */
  async #drift(): Promise<number> {
    await this.#door.none('before its source has changed');
    const change = async (): Promise<number> => {
      await this.#writer.between(async () => {
        for (const { door, kind, arguments: given } of this.#lane.mutations) {
          const body = { connection_id: this.#id, kind, object: this.#lane.object, arguments: given };
          await this.#done(await this.#run.api.call(accepted, 'POST', `/mesh/test/${door}/mutate`, body));
        }
        await this.#lane.drift();
      });
      return Date.now();
    };
    return await (this.#lane.changesInSteps ? this.#takeTurn(change) : change());
  }

  async #done({ task_id: id }: z.infer<typeof accepted>): Promise<void> {
    for (;;) {
      const { state } = await this.#run.api.call(task, 'GET', `/tasks/${id}`);
      if (state === 'success') return;
      if (state === 'failed' || state === 'cancelled')
        throw new Error(`${this.#lane.object}: the source was not changed: task ${id} ${state}`);
      await sleep(pollMs);
    }
  }

  /** Brings the ticket to the lane's ending, as a person at the console would. */
  async #settle(): Promise<void> {
    const door = this.#door;
    switch (this.#lane.ending) {
      case 'repaired by itself': {
        const { repair } = await door.ticket('it is repaired', ({ state }) => state === 'closed');
        if (repair === null) throw new Error(`${this.#lane.object}: closed without a repair`);
        await door.repair(repair.repair_id, 'it was applied by itself', ({ state, decision }) => {
          return state === 'applied' && decision?.decided_by === 'policy';
        });
        break;
      }
      case 'approved':
        await this.#approve();
        break;
      case 'undone': {
        const id = await this.#approve();
        await door.undo(id, 'the drift demo takes it back');
        await door.repair(id, 'it is undone', ({ state }) => state === 'undone');
        break;
      }
      case 'rejected': {
        const id = await door.decide('reject', 'the drift demo refuses it');
        await door.repair(id, 'it is rejected', ({ state }) => state === 'rejected');
        await door.accept('the field is gone for good');
        break;
      }
    }
    this.#tell(this.#lane.ending);
  }

  async #approve(): Promise<string> {
    const id = await this.#door.decide('approve', 'the drift demo approves it');
    await this.#door.repair(id, 'it is applied', ({ state }) => state === 'applied');
    return id;
  }

  /** Reads the source once; answers whether all went well and each row is accounted for. */
  async #ingest(): Promise<boolean> {
    const connection = { id: this.#id, slug: this.#lane.connection.slug };
    try {
      const { state, ledgers } = await ingest(this.#run.api, connection, quiet, pollMs);
      return state === 'success' && ledgers.every(({ balanced }) => balanced);
    } catch (error) {
      if (isFault(error)) return false;
      throw error;
    }
  }

  /** Reading, and a change that nobody should see half done, take turns. */
  async #takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return await turn;
  }

  #tell(what: string): void {
    this.#run.onProgress(`${this.#lane.connection.name}: ${what}`);
  }
}
