import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { StartOptions } from '../../../platform/servers/running-server.ts';
import { testFolder } from '../../support/services.ts';

/** What starts a server of a suite's own, beside those of the run: a new folder, the programs that are there already. */
export const ownFolder = (name: string): StartOptions => {
  const parent = join(testFolder(), 'suites');
  mkdirSync(parent, { recursive: true });
  return {
    folder: mkdtempSync(join(parent, `${name}-`)),
    toolsFolder: join(import.meta.dirname, '..', '..', '..', '.autonomos', 'bin'),
    environment: process.env,
    onProgress: () => undefined,
  };
};
