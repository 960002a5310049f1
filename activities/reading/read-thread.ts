/** The reading thread: opens the source, reads, maps and encodes off the event loop, and hands out bytes ready for COPY. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Connector, ReadRequest, RowBatch } from '../../connectors/contract.ts';
import { loadConnector } from '../../connectors/registry.ts';
import { Fault, isFault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import type { Mapping } from '../../domain/mapping/types.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { createLogger } from '../../platform/logger.ts';
import { BatchEncoder } from './encode-batch.ts';
import type { Encoded } from './encode-batch.ts';
import { KeyLedger } from './key-ledger.ts';
import { ParentChannel } from './parent-channel.ts';
import type { ReadingTask } from './protocol.ts';
import { ShapeWatch, withSeen } from './shape-watch.ts';

/** More bad records than this, and more than this share of a batch, stop the object. */
const tolerated = { records: 100, share: 0.01 };

class Reader {
  readonly #task: ReadingTask;
  readonly #channel: ParentChannel;
  readonly #mappings: readonly Mapping[];
  readonly #ledger: KeyLedger | null;
  #object: SourceObject;
  #encoder: BatchEncoder;
  #watch: ShapeWatch;

  constructor(task: ReadingTask, channel: ParentChannel, keysAreUnique: boolean) {
    this.#task = task;
    this.#channel = channel;
    this.#mappings = task.mappings.map((text) => parseMapping(text));
    this.#object = task.object;
    this.#ledger = keysAreUnique && this.#key.length > 0 ? null : new KeyLedger();
    this.#encoder = this.#encoderFor(task.lost);
    this.#watch = new ShapeWatch(task.object, this.#mappings);
  }

  async run(connector: Connector): Promise<void> {
    if (this.#task.lookAgain) await this.#lookAgain(connector, [], null);
    failpoint('before_read');
    const request = this.#request();
    for await (const batch of this.#task.keysOnly ? connector.readKeys(request) : connector.read(request)) {
      failpoint('after_read');
      const unknown = this.#task.keysOnly ? null : this.#watch.surprise(batch);
      if (unknown !== null) await this.#lookAgain(connector, unknown, batch);
      if (this.#task.keysOnly) {
        await this.#sendKeys(batch);
        continue;
      }
      const encoded = this.#encoder.encode(batch);
      failpoint('after_map');
      if (batch.alreadyRead === true) continue;
      await this.#channel.sendBatch({
        copy: encoded.copy,
        read: encoded.read,
        held: encoded.held,
        cursor: batch.cursor,
        overflow: overflowOf(encoded),
      });
    }
  }

  /** A row that cannot be read may be a record that still exists: with any of them the sweep must not delete. */
  async #sendKeys(batch: RowBatch): Promise<void> {
    await this.#channel.sendBatch({
      copy: this.#encoder.encodeKeys(batch),
      read: batch.rows.length,
      held: [],
      cursor: null,
      overflow:
        batch.unreadable === undefined || batch.unreadable.length === 0
          ? null
          : batch.unreadable.map((row) => row.message).slice(0, 5),
    });
  }

  get #key(): readonly string[] {
    return this.#mappings[0]?.key ?? [];
  }

  get #changeField(): string | null {
    if (this.#task.mode === 'full') return null;
    return (
      this.#mappings.find((mapping) => mapping.changeField !== null)?.changeField ??
      this.#object.changeFields[0] ??
      null
    );
  }

  #request(): ReadRequest {
    return {
      object: this.#object,
      key: this.#key,
      mode: this.#task.mode,
      changeField: this.#changeField,
      since: this.#task.since,
      resume: this.#task.resume,
      batchRows: this.#task.batchRows,
      batchBytes: this.#task.batchBytes,
      signal: this.#channel.signal,
    };
  }

  #encoderFor(lost: readonly string[]): BatchEncoder {
    return new BatchEncoder({
      mappings: this.#mappings,
      key: this.#key,
      changeField: this.#changeField,
      recordKeyPrefix: this.#task.recordKeyPrefix,
      lost: new Set(lost),
      ledger: this.#ledger,
    });
  }

  /** The source no longer looks as expected: the main thread records the change and says how to go on. */
  async #lookAgain(connector: Connector, unknown: readonly string[], batch: RowBatch | null): Promise<void> {
    const schema = await connector.discover();
    const found = schema.objects.find((object) => object.name === this.#object.name);
    if (found === undefined) {
      throw new Fault(
        'source_object_missing',
        `The source no longer has ${this.#object.name}; its ticket says what to do`,
      );
    }
    this.#object = batch === null ? found : withSeen(found, unknown, batch);
    const { lost, stop } = await this.#channel.reportShape(this.#object);
    if (stop !== null) throw new Fault('key_lost', stop);
    this.#watch = new ShapeWatch(this.#object, this.#mappings);
    this.#encoder = this.#encoderFor(lost);
  }
}

const overflowOf = (encoded: Encoded): readonly string[] | null =>
  encoded.bad > tolerated.records && encoded.bad > encoded.read * tolerated.share ? encoded.reasons : null;

const main = async (channel: ParentChannel): Promise<void> => {
  const task = workerData as ReadingTask;
  const module = await loadConnector(task.system);
  const connector = await module.open({
    config: task.config,
    credentials: task.credentials,
    tenantFolder: task.tenantFolder,
    egressAllow: task.egressAllow,
    logger: createLogger('reader', 'warn'),
    saveCredentials: (credentials: Readonly<Record<string, Json>>) => channel.saveCredentials(credentials),
  });
  try {
    await new Reader(task, channel, module.keysAreUnique).run(connector);
  } finally {
    await connector.close();
  }
};

if (parentPort !== null) {
  const channel = new ParentChannel(parentPort);
  main(channel).then(
    () => {
      channel.end();
    },
    (error: unknown) => {
      channel.fail(
        isFault(error)
          ? error
          : new Fault('source_protocol', error instanceof Error ? error.message : 'The read broke off', {
              cause: error,
            }),
      );
    },
  );
}
