/** Runs one COPY … TO STDOUT and hands out its lines; the socket waits while the caller does. */
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Fault } from '../../domain/faults.ts';
import { destroy } from './client.ts';
import { lineCutter } from './copy-lines.ts';
import type { Line } from './copy-lines.ts';

/** Rejects when nothing comes in time; time that the caller takes between two chunks does not count. */
const inTime = async <T>(awaited: Promise<T>, client: Client, milliseconds: number): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Fault('source_unreachable', `The server has sent nothing for ${milliseconds / 1000} s`));
    destroy(client);
  }, milliseconds);
  try {
    return await Promise.race([awaited, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Lines of the statement's result, a chunk at a time. `silenceMs` bounds each wait for the server. */
export async function* copyOut(
  client: Client,
  statement: string,
  silenceMs: number,
): AsyncGenerator<Line[], void> {
  const stream = client.query(copyTo(statement));
  // The driver reports a lost connection to every open stream, also to one that nobody reads any more.
  stream.on('error', () => undefined);
  const chunks = stream.iterator()[Symbol.asyncIterator]();
  const cutter = lineCutter();
  for (;;) {
    const next = await inTime(chunks.next(), client, silenceMs);
    if (next.done === true) return;
    const lines = cutter.push(next.value as Buffer);
    if (lines.length > 0) yield lines;
  }
}
