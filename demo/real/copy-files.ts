import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { seedFiles } from '../seed/seed-files.ts';
import type { PreparedSources } from '../source-context.ts';
import { nothingFound } from './real-part.ts';
import type { RealPart } from './real-part.ts';

/** One connection per drawer of files, since each came from another system. */
const drawers = [
  { slug: 'crm-files', name: 'CRM export', from: ['crm-files/*.csv', 'crm-files/variants/*.xlsx'] },
  { slug: 'org-export', name: "Last year's org", from: ['salesforce/csv-export/*.csv'] },
  { slug: 'cloud-bills', name: 'Cloud bills', from: ['finops/*.csv'] },
] as const;

/** Copies the files into the tenant's own folder, for nothing outside of it is read. */
export const copyFiles: RealPart = async (folder, { tenantFolder, onProgress }) => {
  const connections: PreparedSources['connections'][number][] = [];
  const notes: string[] = [];
  for (const { slug, name, from } of drawers) {
    const paths = globSync([...from], { cwd: folder }).sort();
    if (paths.length === 0) notes.push(...nothingFound(from.join(', ')).notes);
    else connections.push({ slug, name, system: 'filesource', config: { folder: slug } });
    const files: Record<string, Buffer> = {};
    for (const path of paths) files[basename(path)] = await readFile(join(folder, path));
    const written = await seedFiles(join(tenantFolder, slug), files);
    onProgress(`Files of ${slug}: ${paths.length}, ${written} written`);
  }
  return { connections, notes };
};
