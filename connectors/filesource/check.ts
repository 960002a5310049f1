import { isFault } from '../../domain/faults.ts';
import type { CheckReport, CheckStep } from '../contract.ts';
import type { Config } from './config.ts';
import { openDecoder } from './decode/open-decoder.ts';
import { Folder } from './folder/folder.ts';
import { optionsOf } from './options-of.ts';

/** Tries the connection: the folder can be entered, it holds files that can be read, and the first row of one comes out. */
export async function check(tenantFolder: string, config: Config): Promise<CheckReport> {
  const steps: CheckStep[] = [];
  try {
    const folder = await Folder.open(tenantFolder, config);
    steps.push({ name: 'configuration', ok: true, detail: 'The folder is there' });
    const { files } = await folder.list();
    const found = `${files.length} files can be read`;
    steps.push({ name: 'permission', ok: files.length > 0, detail: files.length > 0 ? found : noFiles });
    const [first] = files;
    if (first !== undefined) steps.push(await sampleStep(folder, config, first));
  } catch (error) {
    if (!isFault(error)) throw error;
    steps.push({
      name: steps.length === 0 ? 'configuration' : 'permission',
      ok: false,
      detail: error.message,
    });
  }
  return { ok: steps.every((step) => step.ok), steps };
}

const noFiles = 'The folder holds no file that can be read; upload one, or change the list or the pattern';

async function sampleStep(folder: Folder, config: Config, file: string): Promise<CheckStep> {
  try {
    await using opened = await folder.openFile(file);
    const decoder = await openDecoder(
      { name: file, bytes: opened.bytes, path: opened.path },
      optionsOf(config, file),
    );
    try {
      for await (const { columns } of decoder.parts[0]?.read({ batchRows: 1, batchBytes: 1 }) ?? []) {
        return { name: 'sample', ok: true, detail: `${file} has ${columns.length} columns` };
      }
      return { name: 'sample', ok: true, detail: `${file} is empty` };
    } finally {
      await decoder.close();
    }
  } catch (error) {
    if (!isFault(error)) throw error;
    return { name: 'sample', ok: false, detail: error.message };
  }
}
