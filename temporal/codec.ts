import type { Payload, PayloadCodec } from '@temporalio/common';
import { METADATA_ENCODING_KEY } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding.js';
import { deriveKey, keyId, open, seal } from '../platform/seal.ts';

const encoding = 'binary/encrypted';
const keyField = 'key-id';

/**
 * Encrypts every payload that enters a history: inputs hold ids only, but failures and results may say more than a reader
 * of the Web UI should see. Histories written under a former key stay readable while it is configured.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #newest: string;

  constructor(current: string, former: readonly string[] = []) {
    this.#keys = new Map(
      [current, ...former].map((secret) => [keyId(secret), deriveKey(secret, 'temporal payloads')]),
    );
    this.#newest = keyId(current);
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(
      payloads.map((payload) => ({
        metadata: { [METADATA_ENCODING_KEY]: encode(encoding), [keyField]: encode(this.#newest) },
        data: seal(this.#key(this.#newest), Buffer.from(JSON.stringify(toPlain(payload))), encoding),
      })),
    );
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(
      payloads.map((payload) => {
        const kind = payload.metadata?.[METADATA_ENCODING_KEY];
        if (kind == null || decode(kind) !== encoding) return payload;
        const key = this.#key(decode(payload.metadata?.[keyField] ?? new Uint8Array()));
        return fromPlain(
          JSON.parse(open(key, Buffer.from(payload.data ?? []), encoding).toString()) as PlainPayload,
        );
      }),
    );
  }

  #key(id: string): Buffer {
    const key = this.#keys.get(id);
    if (key === undefined)
      throw new Error(`The payload was encrypted with ENCRYPTION_KEY ${id}, which is not configured`);
    return key;
  }
}

interface PlainPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

const toPlain = (payload: Payload): PlainPayload => ({
  metadata: Object.fromEntries(
    Object.entries(payload.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString('base64'),
    ]),
  ),
  data: Buffer.from(payload.data ?? []).toString('base64'),
});

const fromPlain = ({ metadata, data }: PlainPayload): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  ),
  data: Buffer.from(data, 'base64'),
});
