import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type pg from 'pg';

/** Runs a COPY … FROM STDIN statement with ready bytes. */
export const copyChunks = async (
  client: pg.ClientBase,
  statement: string,
  chunks: readonly Uint8Array[],
): Promise<void> => {
  const copy = client.query(copyFrom(statement));
  for (const chunk of chunks) if (!copy.write(chunk)) await once(copy, 'drain');
  copy.end();
  await once(copy, 'finish');
};
