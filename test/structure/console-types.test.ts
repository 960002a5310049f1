import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

test('the console is typed by the API as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-types-'));
  try {
    const run = (script: string, ...rest: readonly string[]): void => {
      execFileSync(process.execPath, [join(root, script), ...rest], { cwd: root, stdio: 'pipe' });
    };
    run('api/write-openapi.ts', join(folder, 'openapi.json'));
    run(
      'node_modules/openapi-typescript/bin/cli.js',
      join(folder, 'openapi.json'),
      '-o',
      join(folder, 'api.d.ts'),
    );
    const made = readFileSync(join(folder, 'api.d.ts'), 'utf8');
    // Differs? Run `npm run api:types` and commit web/lib/api.d.ts.
    expect(readFileSync(join(root, 'web/lib/api.d.ts'), 'utf8') === made).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
