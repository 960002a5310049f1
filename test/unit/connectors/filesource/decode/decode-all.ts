import type { UnreadableRow } from '../../../../../connectors/contract.ts';
import { bufferSource } from '../../../../../connectors/filesource/decode/byte-source.ts';
import type { ByteSource } from '../../../../../connectors/filesource/decode/byte-source.ts';
import type { DecodeOptions } from '../../../../../connectors/filesource/decode/decoder.ts';
import type { Inferred } from '../../../../../connectors/filesource/decode/infer/infer-text-fields.ts';
import { openDecoder } from '../../../../../connectors/filesource/decode/open-decoder.ts';
import type { Cell } from '../../../../../domain/json.ts';

export interface Decoded {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly positions: readonly string[];
  readonly unreadable: readonly UnreadableRow[];
  readonly guesses: readonly string[];
  readonly inferred: Inferred | null;
}

/** Everything that a decoder says about the first object of a file. */
export async function decodeAll(
  name: string,
  content: string | Buffer | ByteSource,
  options: DecodeOptions = {},
): Promise<Decoded> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const source = Buffer.isBuffer(bytes) ? bufferSource(bytes) : bytes;
  const decoder = await openDecoder({ name, bytes: source }, options);
  const part = decoder.parts[0];
  const rows: (readonly Cell[])[] = [];
  const positions: string[] = [];
  const unreadable: UnreadableRow[] = [];
  let columns: readonly string[] = [];
  for await (const batch of part?.read({ batchRows: 7, batchBytes: 1 << 20 }) ?? []) {
    columns = batch.columns;
    rows.push(...batch.rows);
    positions.push(...batch.positions);
    unreadable.push(...batch.unreadable);
  }
  const inferred = (await part?.infer(undefined)) ?? null;
  await decoder.close();
  return { columns, rows, positions, unreadable, guesses: decoder.guesses, inferred };
}
