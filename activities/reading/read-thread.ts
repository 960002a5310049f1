/** The reading thread: opens the source, reads, maps and encodes off the event loop, and hands out bytes ready for COPY. */
import { parentPort } from 'node:worker_threads';
import type { Connector, ReadRequest, RowBatch } from '../../connectors/contract.ts';
import { loadConnector } from '../../connectors/registry.ts';
import { Fault, isFault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import { parseMapping } from '../../domain/mapping/parse.ts';
import type { Mapping } from '../../domain/mapping/types.ts';
import { ObjectSketch } from '../../domain/profile/object-sketch.ts';
import { isKeyPromised } from '../../domain/schema/record-key.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import { whyUnseen } from '../../domain/schema/unseen.ts';
import { failpoint } from '../../platform/failpoint.ts';
import { createLogger } from '../../platform/logger.ts';
import { BatchEncoder } from './encode-batch.ts';
import type { Encoded } from './encode-batch.ts';
import { KeyLedger } from './key-ledger.ts';
import { ParentChannel } from './parent-channel.ts';
import type { EncodedBatch, ReadingTask, ToThread } from './protocol.ts';
import { ShapeWatch, withSeen } from './shape-watch.ts';
import { SharedChunks } from './shared-chunks.ts';

/**
 * What the source is asked for at a time, at most: a fifth of what usually goes to the database at once, so that its rows are encoded and
 * forgotten while they are young.
 */
const portion = { rows: 4_000, bytes: 2 << 20 };
/** More bad records than this, and more than this share of a batch, stop the object. */
const tolerated = { records: 100, share: 0.01 };

/** The thread's, whichever read is at work. */
const chunks = new SharedChunks();

class Reader {
  readonly #task: ReadingTask;
  readonly #channel: ParentChannel;
  readonly #mappings: readonly Mapping[];
  readonly #ledger: KeyLedger | null;
  #object: SourceObject;
  #encoder: BatchEncoder;
  #watch: ShapeWatch;
  #sketch: ObjectSketch;
  /** Where the source stands after what was gathered; null: nothing was. */
  #cursor: { readonly at: Json } | null = null;
  /** The first batch is a single portion: PostgreSQL need not wait for a whole one before it begins. */
  #begun = false;

  constructor(task: ReadingTask, channel: ParentChannel, keysAreUnique: boolean) {
    this.#task = task;
    this.#channel = channel;
    this.#mappings = task.mappings.map((text) => parseMapping(text));
    this.#object = task.object;
    const promised = keysAreUnique && isKeyPromised(this.#key, task.object);
    this.#ledger = promised ? null : new KeyLedger();
    this.#encoder = this.#encoderFor(task.lost);
    this.#watch = new ShapeWatch(task.object, this.#mappings);
    this.#sketch = sketchOf(task.object);
  }

  async run(connector: Connector): Promise<void> {
    const { keysOnly, lookAgain, batchRows, batchBytes } = this.#task;
    if (lookAgain) await this.#lookAgain(connector, [], null);
    failpoint('before_read');
    const request = this.#request();
    for await (const batch of keysOnly ? connector.readKeys(request) : connector.read(request)) {
      failpoint('after_read');
      const unknown = keysOnly ? null : this.#watch.surprise(batch);
      if (unknown !== null) {
        await this.#send();
        await this.#lookAgain(connector, unknown, batch);
      }
      if (keysOnly) this.#encoder.addKeys(batch);
      else this.#encoder.add(batch);
      if (batch.alreadyRead === true) continue;
      if (!keysOnly) this.#sketch.add(batch.columns, batch.rows);
      this.#cursor = { at: batch.cursor };
      const { rows, bytes } = this.#encoder.gathered;
      if (!this.#begun || rows >= batchRows || bytes >= batchBytes) await this.#send();
    }
    await this.#send();
  }

  /** Hands over what was gathered since the last time, if the source has brought anything, even nothing but a cursor. */
  async #send(): Promise<void> {
    if (this.#cursor === null) return;
    const { copy, read, held, ...bad } = this.#encoder.take();
    failpoint('after_map');
    const overflow = this.#task.keysOnly ? unreadableOf(bad) : overflowOf({ ...bad, read });
    const profile = this.#task.keysOnly ? null : profileText(this.#sketch);
    const number = chunks.lend(copy);
    await this.#channel.sendBatch({ number, copy, read, held, cursor: this.#cursor.at, overflow, profile });
    this.#cursor = null;
    this.#begun = true;
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
      batchRows: Math.min(portion.rows, this.#task.batchRows),
      batchBytes: portion.bytes,
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
      keep: chunks.keep,
    });
  }

  /** The source no longer looks as expected: the main thread records the change and says how to go on. */
  async #lookAgain(connector: Connector, unknown: readonly string[], batch: RowBatch | null): Promise<void> {
    const schema = await connector.discover();
    const found = schema.objects.find((object) => object.name === this.#object.name);
    const unseen = whyUnseen(schema, this.#object.name);
    if (unseen !== undefined) throw new Fault('source_protocol', unseen);
    if (found === undefined) {
      throw new Fault(
        'source_object_missing',
        `The source no longer has ${this.#object.name}; its ticket says what to do`,
      );
    }
    this.#object = batch === null ? found : withSeen(found, unknown, batch);
    const { lost, stop } = await this.#channel.reportShape(this.#object);
    if (stop !== null) throw new Fault('key_lost', stop);
    this.#watch = new ShapeWatch(this.#object, this.#mappings, batch ?? undefined);
    this.#sketch = sketchOf(this.#object);
    this.#encoder = this.#encoderFor(lost);
  }
}

const sketchOf = ({ fields }: SourceObject): ObjectSketch => new ObjectSketch(fields.map(({ name }) => name));

const profileText = (sketch: ObjectSketch): EncodedBatch['profile'] => ({
  rows: sketch.rows,
  text: JSON.stringify(sketch.profile()),
});

const overflowOf = ({
  bad,
  read,
  reasons,
}: Pick<Encoded, 'bad' | 'read' | 'reasons'>): readonly string[] | null =>
  bad > tolerated.records && bad > read * tolerated.share ? reasons : null;

/** A row that cannot be read may be a record that still exists: with any of them the sweep must not delete. */
const unreadableOf = ({ bad, reasons }: Pick<Encoded, 'bad' | 'reasons'>): readonly string[] | null =>
  bad > 0 ? reasons : null;

const serve = async (task: ReadingTask, channel: ParentChannel): Promise<void> => {
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

const faultOf = (error: unknown): Fault =>
  isFault(error)
    ? error
    : new Fault('source_protocol', error instanceof Error ? error.message : 'The read broke off', {
        cause: error,
      });

if (parentPort !== null) {
  const port = parentPort;
  // Messages that come between two reads belong to the one that has ended.
  port.on('message', (message: ToThread) => {
    if (message.kind === 'given_back') chunks.giveBack(message.number);
    if (message.kind !== 'read') return;
    // The writer settles every batch of a read before it gives the thread back.
    chunks.forget();
    const channel = new ParentChannel(port);
    serve(message.task, channel).then(
      () => {
        channel.end();
      },
      (error: unknown) => {
        channel.fail(faultOf(error));
      },
    );
  });
}
