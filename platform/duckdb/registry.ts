import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TenantId } from '../../domain/ids.ts';

/** Where a tenant's published generations lie. */
const registryFolder = (root: string, tenantId: TenantId): string => join(root, tenantId);

/** The immutable file of one generation. */
export const registryFile = (root: string, tenantId: TenantId, generation: number): string =>
  join(registryFolder(root, tenantId), `registry_${tenantId}.${generation}.duckdb`);

/** The link to the current one, for people with a DuckDB of their own. */
export const registryLink = (root: string, tenantId: TenantId): string =>
  join(registryFolder(root, tenantId), `registry_${tenantId}.duckdb`);

/** SHA-256 of a file, in hex. */
export const fileSha256 = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** What is known of a file as it was when it was published. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** Files found whole by this process; any change of the file gives it another name here. */
const whole = new Map<string, boolean>();
const mostRemembered = 500;

/**
 * Whether a file is there and is the one that was published. It is read once per process and state of the file; a later change
 * shows in its times, and pages that rot unseen are found by DuckDB's own checksums.
 */
export const isWhole = async (path: string, facts: FileFacts): Promise<boolean> => {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (found === undefined || found.size !== BigInt(facts.bytes)) return false;
  const name = [path, found.ino, found.size, found.mtimeNs, found.ctimeNs, facts.sha256].join(' ');
  const known = whole.get(name);
  if (known !== undefined) return known;
  const same = (await fileSha256(path)) === facts.sha256;
  if (whole.size >= mostRemembered) whole.clear();
  whole.set(name, same);
  return same;
};

const synced = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Brings a finished private file to the disk and under its published name; from now on nobody writes to it. */
export const placeGeneration = async (privateFile: string, published: string): Promise<void> => {
  await synced(privateFile);
  await rename(privateFile, published);
  await synced(join(published, '..'));
};

/** Points the link at a generation's file, in one step. */
export const linkGeneration = async (root: string, tenantId: TenantId, generation: number): Promise<void> => {
  const link = registryLink(root, tenantId);
  const next = `${link}.${generation}.next`;
  await rm(next, { force: true });
  await symlink(basename(registryFile(root, tenantId, generation)), next);
  await rename(next, link);
};

/** Removes everything from a tenant's folder but the files of these generations and the link. */
export const keepGenerations = async (
  root: string,
  tenantId: TenantId,
  generations: readonly number[],
): Promise<void> => {
  const folder = registryFolder(root, tenantId);
  await mkdir(folder, { recursive: true });
  const kept = new Set([
    basename(registryLink(root, tenantId)),
    ...generations.map((generation) => basename(registryFile(root, tenantId, generation))),
  ]);
  for (const name of await readdir(folder))
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true, force: true });
};
