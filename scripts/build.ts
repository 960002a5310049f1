/** Builds the console where there is no build of these sources yet: `npm run build`. */
import { env, stderr } from 'node:process';
import { buildConsole } from '../cli/build-console.ts';

await buildConsole(env, (line) => {
  stderr.write(`[build] ${line}\n`);
});
