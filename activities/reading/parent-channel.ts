import type { MessagePort } from 'node:worker_threads';
import { Fault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceObject } from '../../domain/schema/types.ts';
import type { EncodedBatch, FromThread, ToThread } from './protocol.ts';

interface Rules {
  readonly lost: readonly string[];
  readonly stop: string | null;
}

/**
 * How many batches may be on their way to the writer beside the one that is written, for that one's credit is back when its turn
 * comes: one that goes to the stage. The next one is gathered meanwhile, in a third of the time that PostgreSQL takes.
 */
const window = 1;

/** The reading thread's end of the conversation: batches flow as fast as the writer takes them. */
export class ParentChannel {
  readonly #port: MessagePort;
  readonly #abort = new AbortController();
  #credits = window;
  #waiting: (() => void) | null = null;
  #rules: ((rules: Rules) => void) | null = null;
  readonly #saves = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', this.#receive);
  }

  /** Aborted when the writer wants no more. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async sendBatch(batch: Omit<EncodedBatch, 'kind'>): Promise<void> {
    while (this.#credits === 0) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    this.#credits -= 1;
    this.#send({ kind: 'batch', ...batch });
  }

  /** Reports a new shape and waits for the rules to go on by. */
  reportShape(object: SourceObject): Promise<Rules> {
    return new Promise((resolve) => {
      this.#rules = resolve;
      this.#send({ kind: 'shape', object });
    });
  }

  /** Resolves when the new tokens are stored. */
  saveCredentials(credentials: Readonly<Record<string, Json>>): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = this.#saves.size + 1;
      this.#saves.set(id, { resolve, reject });
      this.#send({ kind: 'credentials', id, credentials });
    });
  }

  end(): void {
    this.#port.off('message', this.#receive);
    this.#send({ kind: 'end' });
  }

  fail(fault: Fault): void {
    this.#port.off('message', this.#receive);
    this.#send({
      kind: 'fault',
      code: fault.code,
      message: fault.message,
      retryAfterSeconds: fault.retryAfterSeconds,
    });
  }

  #send(message: FromThread): void {
    this.#port.postMessage(message);
  }

  readonly #receive = (message: ToThread): void => {
    switch (message.kind) {
      case 'credit':
        this.#credits += 1;
        this.#waiting?.();
        break;
      case 'rules':
        this.#rules?.(message);
        break;
      case 'saved':
        if (message.error === null) this.#saves.get(message.id)?.resolve();
        else this.#saves.get(message.id)?.reject(new Fault('internal', message.error));
        break;
      case 'read':
      case 'given_back':
        // Both are the thread's own matter, whichever read is at work.
        break;
      case 'stop':
        this.#abort.abort();
        break;
    }
  };
}
