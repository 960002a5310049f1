import type { Worker } from 'node:worker_threads';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { EncodedBatch, FromThread, ReadingTask, ToThread } from './protocol.ts';
import { returnThread, takeThread } from './reading-threads.ts';

export interface SessionHandlers {
  /** The source's shape differs from what the read began with; answers the rules to go on by. */
  readonly onShape: (
    object: SourceObject,
  ) => Promise<{ readonly lost: readonly string[]; readonly stop: string | null }>;
  readonly onCredentials: (credentials: Readonly<Record<string, Json>>) => Promise<void>;
}

/** One read in its own thread, seen from the writer: an iterable of encoded batches, with back-pressure by credits. */
export class ReadingSession {
  readonly #worker: Worker;
  readonly #ready: EncodedBatch[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #failure: Error | null = null;

  constructor(task: ReadingTask, handlers: SessionHandlers) {
    this.#worker = takeThread();
    this.#worker.on('message', (message: FromThread) => {
      this.#receive(message, handlers).catch((error: unknown) => {
        this.#fail(error);
      });
    });
    this.#worker.on('error', (error) => {
      this.#fail(error);
    });
    this.#worker.on('exit', () => {
      this.#fail(new Fault('source_protocol', 'The reading thread ended before its time'));
    });
    this.#send({ kind: 'read', task });
  }

  /** Batches in order. Each is released to the thread only when the next one is asked for. */
  async *batches(): AsyncGenerator<EncodedBatch> {
    for (;;) {
      const batch = this.#ready.shift();
      if (batch !== undefined) {
        yield batch;
        this.#send({ kind: 'credit' });
        continue;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Says that a batch is committed and can no more be written again: the thread writes over its bytes. */
  giveBack({ number }: EncodedBatch): void {
    this.#send({ kind: 'given_back', number });
  }

  /** Gives the thread back; one that still reads is ended, with a second for the source to be closed in good order. */
  async close(): Promise<void> {
    if (this.#ended) {
      returnThread(this.#worker);
      return;
    }
    this.#send({ kind: 'stop' });
    await new Promise((resolve) => setTimeout(resolve, 1_000).unref());
    await this.#worker.terminate();
  }

  #send(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  async #receive(message: FromThread, handlers: SessionHandlers): Promise<void> {
    switch (message.kind) {
      case 'batch':
        this.#ready.push(message);
        break;
      case 'end':
        this.#ended = true;
        break;
      case 'fault':
        this.#fail(
          new Fault(message.code, message.message, { retryAfterSeconds: message.retryAfterSeconds }),
        );
        break;
      case 'shape':
        this.#send({ kind: 'rules', ...(await handlers.onShape(message.object)) });
        return;
      case 'credentials': {
        const error = await handlers.onCredentials(message.credentials).then(
          () => null,
          (cause: unknown) => (cause instanceof Error ? cause.message : 'not stored'),
        );
        this.#send({ kind: 'saved', id: message.id, error });
        return;
      }
    }
    this.#wake?.();
  }

  #fail(error: unknown): void {
    if (!this.#ended) this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake?.();
  }
}
