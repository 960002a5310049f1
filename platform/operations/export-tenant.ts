import { createWriteStream } from 'node:fs';
import { access, cp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { Fault } from '../../domain/faults.ts';
import type { TenantId } from '../../domain/ids.ts';
import { makeFolder } from './make-folder.ts';
import { withRole } from './installation-database.ts';
import type { InstallationConfig } from './installation-database.ts';
import { tenantTables } from './tenant-tables.ts';
import type { TenantTable } from './tenant-tables.ts';

/** Tables and columns that are left out, and why: an export is for another system, which could do only harm with them. */
export const leftOut: Readonly<Record<string, string>> = {
  connection_credentials: 'credentials of sources; enter them anew',
  idempotency_keys: 'answers kept for a day, for requests to this installation',
  'invites.token_hash': 'proof of an invitation',
  'notification_channels.sealed': 'addresses and signing secrets of channels; enter them anew',
  oauth_states: 'sign-ins to sources that are under way',
  refresh_tokens: 'proofs of sessions',
  stream_tickets: 'proofs of sessions',
  'tasks.callback_sealed': 'addresses that jobs called back',
  'tasks.callback_url': 'addresses that jobs called back',
  tenant_keys: 'the key that seals credentials',
  'users.password_hash': 'passwords; set them anew',
};

export interface TenantExport {
  readonly tenant_id: string;
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>;
  /** Whether the tenant had files; they stand under files/. */
  readonly files: boolean;
  readonly left_out: Readonly<Record<string, string>>;
}

/**
 * Writes everything that a tenant has into a new folder: one file of JSON lines per table, all of one moment, its files, and
 * manifest.json. Secrets are left out. Throws `not_found` for an unknown tenant and `conflict` for a folder that holds
 * something or cannot be written; the folder appears only when it is whole.
 */
export const exportTenant = async (
  config: InstallationConfig,
  tenantId: TenantId,
  folder: string,
): Promise<TenantExport> => {
  if ((await contentOf(folder)).length > 0)
    throw new Fault('conflict', `${folder} is not empty; name a new folder`);
  const partial = `${folder}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    makeFolder(partial, 0o700);
    const tables = await withRole(config, 'au_erase', async (pool) => {
      const client = await pool.connect();
      try {
        return await atOneMoment(client, tenantId, () => writeTables(client, partial));
      } finally {
        client.release();
      }
    });
    if (tables['tenants'] === 0) throw new Fault('not_found', `There is no tenant ${tenantId}`);
    const files = await copyFiles(join(config.FILESOURCE_ROOT, tenantId), join(partial, 'files'));
    const made: TenantExport = { tenant_id: tenantId, tables, files, left_out: leftOut };
    await writeFile(join(partial, 'manifest.json'), `${JSON.stringify(made, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
    return made;
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw unwritten(error, folder);
  }
};

/** The names in a folder that may not be there yet; a file in its place must not be taken for an empty one. */
const contentOf = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw unwritten(error, folder);
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/** What the file system says of a folder that takes nothing (more). */
const noPlace = new Set(['EACCES', 'EDQUOT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

const unwritten = (error: unknown, folder: string): unknown => {
  const code = codeOf(error);
  const isUnmade = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
  if (!noPlace.has(code) && !isUnmade) return error;
  return new Fault(
    'conflict',
    `${folder} cannot be written (${code}): make room on its disk, give it to this user, or name another folder`,
    { cause: error },
  );
};

/** Like withTenant, but all statements see the same moment, which must be said before the first of them. */
const atOneMoment = async <T>(
  client: pg.PoolClient,
  tenantId: TenantId,
  work: () => Promise<T>,
): Promise<T> => {
  await client.query('begin isolation level repeatable read read only');
  try {
    await client.query(`select set_config('au.tenant', $1, true)`, [tenantId]);
    return await work();
  } finally {
    await client.query('rollback');
  }
};

const writeTables = async (client: pg.PoolClient, folder: string): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of await tenantTables(client))
    if (leftOut[table.name] === undefined)
      counts[table.name] = await writeTable(client, table, join(folder, `${table.name}.jsonl`));
  return counts;
};

const rowsAtOnce = 1_000;

const writeTable = async (
  client: pg.PoolClient,
  { name, columns, key }: TenantTable,
  file: string,
): Promise<number> => {
  const quoted = (names: readonly string[]): string =>
    names.map((each) => pg.escapeIdentifier(each)).join(', ');
  const shown = columns.filter((column) => leftOut[`${name}.${column}`] === undefined);
  const cursor = client.query(
    new Cursor<{ line: string }>(
      `select row_to_json(t)::text as line
       from (select ${quoted(shown)} from au.${pg.escapeIdentifier(name)} order by ${quoted(key)}) t`,
    ),
  );
  let count = 0;
  const lines = async function* (): AsyncGenerator<string> {
    for (let rows = await cursor.read(rowsAtOnce); rows.length > 0; rows = await cursor.read(rowsAtOnce)) {
      count += rows.length;
      yield `${rows.map(({ line }) => line).join('\n')}\n`;
    }
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file, { mode: 0o600 }));
  } finally {
    await cursor.close();
  }
  return count;
};

const copyFiles = async (from: string, to: string): Promise<boolean> => {
  try {
    await access(from);
  } catch {
    return false;
  }
  await cp(from, to, { recursive: true });
  return true;
};
