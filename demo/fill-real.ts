import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/faults.ts';
import { copyFiles } from './real/copy-files.ts';
import { loadCrmTables } from './real/load-crm-tables.ts';
import { loadMongodb } from './real/load-mongodb.ts';
import { loadNorthwind } from './real/load-northwind.ts';
import { loadSalesforce } from './real/load-salesforce.ts';
import { readOverlaps } from './real/read-overlaps.ts';
import type { PreparedSources, SourceContext } from './source-context.ts';

const parts = [loadSalesforce, loadNorthwind, loadCrmTables, loadMongodb, copyFiles];
const unconnected = ['hubspot', 'pipedrive', 'dynamics365'];

/** Fills the sources from real files; what is there already stays untouched, and what is left out is said. */
export const fillReal =
  (folder: string) =>
  async (context: SourceContext): Promise<PreparedSources> => {
    const filled: PreparedSources[] = [];
    for (const part of parts) filled.push(await part(folder, context));
    const connections = filled.flatMap((each) => each.connections);
    if (connections.length === 0)
      throw new Fault(
        'not_found',
        `--data ${folder}: none of the files that the demo knows is there (docs/demo.md)`,
      );
    const left = unconnected
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => `${name}: not connected yet: no connector`);
    return {
      connections,
      notes: [...filled.flatMap(({ notes }) => notes), ...left],
      overlaps: readOverlaps(folder),
    };
  };
