/**
 * The process that runs queries over one published generation. It has no environment, no secrets and no way out: DuckDB is
 * opened read-only and closed to files, network and extensions, with its settings locked. Whoever started it ends it when it
 * takes too long.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Json } from '../../../domain/json.ts';
import { openDuckDb } from '../open-duckdb.ts';
import { assertReading, Refused } from './assert-reading.ts';
import type { FromReader, QueryRows, ReaderOptions, ToReader } from './protocol.ts';
import { jsonOf } from './to-json.ts';

type QueryMessage = Extract<ToReader, { kind: 'query' }>;

const say = (message: FromReader): void => {
  process.send?.(message);
};

const select = async (connection: DuckDBConnection, message: QueryMessage): Promise<QueryRows> => {
  await assertReading(connection, message.sql);
  const prepared = await connection.prepare(message.sql);
  if (message.parameters.length > 0) prepared.bind([...message.parameters]);
  const result = await prepared.stream();
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, at) => ({ name, type: types[at]?.toString() ?? '' }));
  const rows: Json[][] = [];
  let bytes = 0;
  for await (const chunk of result.yieldRows())
    for (const row of chunk) {
      if (rows.length === message.maxRows) return { columns, rows, truncated: true };
      const cells = row.map((value, at) => jsonOf(value, types[at]));
      bytes += JSON.stringify(cells).length;
      if (bytes > message.maxBytes) return { columns, rows, truncated: true };
      rows.push(cells);
    }
  return { columns, rows, truncated: false };
};

const faultOf = (error: unknown): FromReader => {
  const text = error instanceof Error ? error.message : String(error);
  const [message = text] = text.split('\n\n');
  if (error instanceof Refused) return { kind: 'fault', code: 'query_refused', message };
  if (text.startsWith('Permission Error'))
    return {
      kind: 'fault',
      code: 'query_refused',
      message: 'A query reads the views alone: files, network and extensions are out of its reach',
    };
  if (/^(Out of Memory Error|Out of Range Error: Exceeded max_temp)/.test(text))
    return {
      kind: 'fault',
      code: 'query_too_costly',
      message: 'The query needs more memory than it may have',
    };
  if (/^(IO Error|Serialization Error|INTERNAL Error|FATAL Error)/.test(text))
    return { kind: 'fault', code: 'registry_unavailable', message: 'The file cannot be read' };
  return { kind: 'fault', code: 'query_invalid', message: message.slice(0, 1_000) };
};

const main = async (options: ReaderOptions): Promise<void> => {
  const { connection } = await openDuckDb({
    path: options.file,
    readOnly: true,
    memoryMb: options.memoryMb,
    threads: options.threads,
    spillFolder: options.spillFolder,
    spillMb: options.spillMb,
    ...(options.exportTo === undefined ? {} : { readable: [options.exportTo] }),
  });
  process.on('message', (message: ToReader) => {
    const work: Promise<FromReader> =
      message.kind === 'query'
        ? select(connection, message).then((rows) => ({ kind: 'rows', ...rows }))
        : connection.run(message.sql).then(() => ({ kind: 'exported' }));
    work.catch(faultOf).then(say, () => process.exit(1));
  });
  say({ kind: 'ready' });
};

process.once('disconnect', () => process.exit(0));
main(JSON.parse(process.argv[2] ?? '{}') as ReaderOptions).catch(() => {
  say({ kind: 'fault', code: 'registry_unavailable', message: 'The file cannot be opened' });
});
