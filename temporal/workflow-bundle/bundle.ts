/** Bundles the workflows into the file that its first argument names; the second says whether their spans are recorded. */
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const [path = '', traced] = process.argv.slice(2);
const day = 86_400_000;

const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
  workflowInterceptorModules:
    traced === 'true'
      ? [
          createRequire(import.meta.url).resolve(
            '@temporalio/interceptors-opentelemetry-v2/lib/workflow-interceptors',
          ),
        ]
      : [],
  logger: new DefaultLogger('WARN'),
});
// Two workers may bundle at the same time: each reads a whole file, whoever is first.
const part = `${path}.${process.pid}`;
writeFileSync(part, code);
renameSync(part, path);
for (const name of readdirSync(dirname(path))) {
  const file = join(dirname(path), name);
  if (file !== path && Date.now() - statSync(file).mtimeMs > day) rmSync(file, { force: true });
}
