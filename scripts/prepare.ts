/** Fetches or builds what demo and tests start, so that they need not wait for it later: `node scripts/bootstrap.mjs prepare`. */
import { join } from 'node:path';
import { env, stderr } from 'node:process';
import { prepareServers } from '../platform/servers/prepare.ts';

await prepareServers({
  toolsFolder: join(import.meta.dirname, '..', '.autonomos', 'bin'),
  environment: env,
  onProgress: (line) => {
    stderr.write(`[prepare] ${line}\n`);
  },
});
