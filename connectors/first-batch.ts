import type { SourceObject } from '../domain/schema/types.ts';
import type { ReadRequest, RowBatch } from './contract.ts';

const sampleBytes = 4_000_000;

/** The first rows of a full read, as a sample; the object's columns without rows where it holds none. */
export const firstBatch = async (
  read: (request: ReadRequest) => AsyncIterable<RowBatch>,
  object: SourceObject,
  limit: number,
): Promise<RowBatch> => {
  const request: ReadRequest = {
    object,
    key: object.key,
    mode: 'full',
    changeField: null,
    since: null,
    resume: null,
    batchRows: Math.max(1, limit),
    batchBytes: sampleBytes,
    signal: new AbortController().signal,
  };
  for await (const batch of read(request)) return batch;
  return { columns: object.fields.map(({ name }) => name), rows: [], cursor: null };
};
