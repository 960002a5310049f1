import { mkdir } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

export interface DuckDbOptions {
  /** The database file; without one the database lives in memory and spills into `spillFolder`. */
  readonly path?: string;
  readonly readOnly?: boolean;
  /** What DuckDB may hold in memory before it spills, in MiB. The process itself comes on top. */
  readonly memoryMb: number;
  readonly threads: number;
  /** Where it spills; made if it is missing. */
  readonly spillFolder: string;
  /** How much may be spilled, in MiB; by default as much as the disk has room for. */
  readonly spillMb?: number;
  /** The only files that queries may read or write, besides the database itself. */
  readonly readable?: readonly string[];
}

export interface OpenDuckDb {
  readonly connection: DuckDBConnection;
  /** Another connection to the same database; `close` ends it with the rest. */
  readonly connectAgain: () => Promise<DuckDBConnection>;
  readonly close: () => void;
}

/** A text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Opens DuckDB closed to the outside: no network, no extensions, no files but the database, its spill folder and those
 * named as readable; the settings are locked, so that no statement can open it again.
 */
export async function openDuckDb(options: DuckDbOptions): Promise<OpenDuckDb> {
  await mkdir(options.spillFolder, { recursive: true });
  const instance = await DuckDBInstance.create(options.path ?? ':memory:', {
    ...(options.readOnly === true ? { access_mode: 'READ_ONLY' } : {}),
    memory_limit: `${options.memoryMb}MiB`,
    threads: String(options.threads),
    temp_directory: options.spillFolder,
    ...(options.spillMb === undefined ? {} : { max_temp_directory_size: `${options.spillMb}MiB` }),
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    const readable = (options.readable ?? []).map(literal).join(', ');
    await connection.run(`SET allowed_paths = [${readable}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return {
      connection,
      connectAgain: () => instance.connect(),
      close: () => {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}
