import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lane } from './lane.ts';
import { expectedOf, plainNames, stampedMapping } from './stamped-row.ts';
import type { StampedRow } from './stamped-row.ts';

const object = 'firms.csv';
const head = 'id,title,sector,turnover,staff,about';

const line = ({ id, title, sector, turnover, staff, about }: StampedRow, asGerman: boolean): string => {
  const amount = turnover.toFixed(2);
  const written = asGerman ? `"${amount.replace('.', ',')}"` : amount;
  return [id, title, sector, written, staff, about].join(',');
};

/** A file that is exported anew all the time; its amounts turn into text with a decimal comma, and back in the end. */
export const filesLane = async (
  tenantFolder: string,
  run: string,
  formerRuns: readonly string[],
): Promise<Lane> => {
  const folder = `drift-${run}`;
  for (const former of formerRuns)
    await rm(join(tenantFolder, `drift-${former}`), { recursive: true, force: true });
  const path = join(tenantFolder, folder, object);
  await mkdir(dirname(path), { recursive: true });
  const rows: StampedRow[] = [];
  let asGerman = false;
  const exportAll = async (): Promise<void> => {
    const part = join(dirname(path), `.${object}.part`);
    await writeFile(part, `${[head, ...rows.map((row) => line(row, asGerman))].join('\n')}\n`);
    await rename(part, path);
  };
  const turnTo = async (german: boolean): Promise<void> => {
    asGerman = german;
    await exportAll();
  };
  return {
    connection: {
      slug: `drift-files-${run}`,
      name: 'Drift: files',
      system: 'filesource',
      config: { folder, testSource: true },
    },
    object,
    mapping: stampedMapping('filesource', object, plainNames),
    policy: 'ask',
    ending: 'undone',
    change: 'turnover retyped: 17.25 is written "17,25"',
    mutations: [],
    changesInSteps: false,
    drift: () => turnTo(true),
    putBack: () => turnTo(false),
    write: async (more) => {
      rows.push(...more);
      await exportAll();
      return more.map(expectedOf);
    },
    dropped: [],
    close: () => Promise.resolve(),
  };
};
