import { isFault } from '../../domain/faults.ts';
import type { CheckReport, CheckStep, ObjectPreview } from '../contract.ts';
import type { Config } from './config.ts';
import { Folder } from './folder/folder.ts';
import { previewFile } from './preview.ts';

/** Of so many files the report shows how they would be read. */
const filesShown = 5;

/** Tries the connection: the folder can be entered, it holds files that can be read, and the first rows of some come out. */
export async function check(tenantFolder: string, config: Config): Promise<CheckReport> {
  const steps: CheckStep[] = [];
  const preview: ObjectPreview[] = [];
  try {
    const folder = await Folder.open(tenantFolder, config);
    steps.push({ name: 'configuration', ok: true, detail: 'The folder is there' });
    const { files } = await folder.list();
    const found = files.length === 1 ? '1 file can be read' : `${files.length} files can be read`;
    steps.push({ name: 'permission', ok: files.length > 0, detail: files.length > 0 ? found : noFiles });
    const [first, ...others] = files.slice(0, filesShown);
    if (first !== undefined) {
      const shown = await tryFile(folder, config, first);
      steps.push(sampleStep(first, shown));
      preview.push(...shown);
      for (const file of others) preview.push(...(await tryFile(folder, config, file)));
    }
  } catch (error) {
    if (!isFault(error)) throw error;
    steps.push({
      name: steps.length === 0 ? 'configuration' : 'permission',
      ok: false,
      detail: error.message,
    });
  }
  return { ok: steps.every((step) => step.ok), steps, preview };
}

const noFiles = 'The folder holds no file that can be read; upload one, or change the list or the pattern';

/** What the file holds; one that cannot be read says why in place of its rows. */
async function tryFile(folder: Folder, config: Config, file: string): Promise<readonly ObjectPreview[]> {
  try {
    return await previewFile(folder, config, file);
  } catch (error) {
    if (!isFault(error)) throw error;
    const unreadable = [{ position: file, message: error.message }];
    return [{ object: file, layout: [], columns: [], width: 0, rows: [], unreadable }];
  }
}

/** The first file decides: another one that cannot be read does not keep the connection from being used. */
const sampleStep = (file: string, [first]: readonly ObjectPreview[]): CheckStep => {
  const name = 'sample';
  if (first === undefined) return { name, ok: true, detail: `${file} is empty` };
  const [problem] = first.unreadable;
  if (first.width === 0 && problem !== undefined) return { name, ok: false, detail: problem.message };
  return {
    name,
    ok: true,
    detail: first.width === 0 ? `${file} is empty` : `${file} has ${first.width} columns`,
  };
};
