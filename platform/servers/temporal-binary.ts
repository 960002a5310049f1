import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { fetchArchive } from './fetch-archive.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { buildGoTool, builtGoTool } from './go-tool.ts';
import { withProgress } from './progress.ts';
import type { ServerSource, StartOptions } from './running-server.ts';

/** The newest release whose module `go install` accepts; later ones carry a replace directive. */
const version = 'v1.5.1';

const temporalTool = {
  name: 'temporal',
  stamp: version,
  arguments: ['install', `github.com/temporalio/cli/cmd/temporal@${version}`],
  label: 'Temporal is built from source (about 5 minutes on 2 cores, once)',
};

export type Tools = Pick<StartOptions, 'toolsFolder' | 'environment' | 'onProgress'>;

export interface FoundProgram {
  readonly program: string;
  readonly source: ServerSource;
}

/** The Temporal CLI that is there already: on PATH, built or fetched before; else null. */
export const locateTemporal = ({ environment, toolsFolder }: Tools): FoundProgram | null => {
  const onPath = findOnPath(environment, 'temporal');
  if (onPath !== null) return { program: onPath, source: 'path' };
  const built = builtGoTool(toolsFolder, temporalTool);
  if (built !== null) return { program: built, source: 'built' };
  const fetched = fetchedPath(toolsFolder);
  return isExecutable(fetched) ? { program: fetched, source: 'download' } : null;
};

/** The Temporal CLI that is there, else fetched now, else built now. Throws `temporal_unavailable`. */
export const findTemporal = async (tools: Tools): Promise<FoundProgram> => {
  const there = locateTemporal(tools);
  if (there !== null) return there;
  if (await fetchTemporal(tools)) return { program: fetchedPath(tools.toolsFolder), source: 'download' };
  const program = await buildGoTool(temporalTool, tools);
  if (program !== null) return { program, source: 'built' };
  throw new Fault(
    'temporal_unavailable',
    'There is no Temporal: install its CLI (docs.temporal.io/cli) or Go 1.25 or newer, or set TEMPORAL_ADDRESS',
  );
};

const fetchedPath = (toolsFolder: string): string => join(toolsFolder, 'temporal-fetched', 'temporal');

/** The archive that the SDK would fetch, from the same place; false where that place cannot be reached. */
const fetchTemporal = async ({ toolsFolder, environment, onProgress }: Tools): Promise<boolean> => {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/latest?platform=${process.platform}&arch=${architecture}`;
  const unfinished = join(toolsFolder, `temporal-fetched.${process.pid}`);
  const folder = join(toolsFolder, 'temporal-fetched');
  mkdirSync(toolsFolder, { recursive: true });
  try {
    await withProgress(onProgress, 'Temporal is fetched', () => fetchArchive(url, unfinished, environment));
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return isExecutable(fetchedPath(toolsFolder));
  } catch {
    return false;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};
