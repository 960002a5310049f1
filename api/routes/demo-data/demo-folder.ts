import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoExport } from '../../../demo/generate/demo-exports.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Config } from '../../../platform/config.ts';

type Root = Pick<Config, 'FILESOURCE_ROOT'>;

/** Below the tenant's own folder, where filesource connections find it. */
export const demoPath = 'demo-data';

/** Writes the exports, each file whole; what is there already is replaced by the same. */
export const writeExports = async (
  { FILESOURCE_ROOT }: Root,
  tenantId: TenantId,
  exports: readonly DemoExport[],
): Promise<void> => {
  for (const { folder, files } of exports) {
    const path = join(FILESOURCE_ROOT, tenantId, demoPath, folder);
    await mkdir(path, { recursive: true, mode: 0o750 });
    for (const [name, text] of Object.entries(files)) {
      const part = join(path, `.${name}.part`);
      await writeFile(part, text);
      await rename(part, join(path, name));
    }
  }
};

/** Removes every file of the demo data; none is left to be found afterwards. */
export const removeExports = async ({ FILESOURCE_ROOT }: Root, tenantId: TenantId): Promise<void> => {
  await rm(join(FILESOURCE_ROOT, tenantId, demoPath), { recursive: true, force: true });
};
