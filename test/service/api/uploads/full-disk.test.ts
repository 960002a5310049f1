import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../../support/services.ts';
import { startTestApi } from '../../../support/test-api.ts';
import type { TestApi } from '../../../support/test-api.ts';
import { newTenant } from '../../../support/test-users.ts';

/** A disk of 1 MB; false where this user may not mount any. */
const mountSmallDisk = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;

const root = mkdtempSync(join(testFolder(), 'full-disk-'));
const isSmall = mountSmallDisk(root);
const onSmallDisk = isSmall ? test : test.skip;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ environment: { FILESOURCE_ROOT: root } });
});
afterAll(async () => {
  await api.close();
  if (isSmall) spawnSync('umount', [root]);
  rmSync(root, { recursive: true, force: true });
});

onSmallDisk(
  'a full disk is told with its cure, keeps no part, and takes the same upload once there is room',
  async () => {
    const { token, tenantId } = await newTenant(api);
    const folder = join(root, tenantId, 'uploads');
    mkdirSync(folder, { recursive: true });
    const filler = join(root, 'filler');
    writeFileSync(filler, Buffer.alloc(700_000));
    const upload = async () => {
      const body = new FormData();
      body.append('file', new Blob(['Id;Name\n', '1;A\n'.repeat(150_000)]), 'big.csv');
      const response = await fetch(`${api.url}/api/v1/uploads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'big' },
        body,
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    };
    expect(await upload()).toMatchObject({
      status: 507,
      json: { code: 'storage_full', detail: expect.stringContaining('Make room') as string },
    });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(filler);
    expect((await upload()).status).toBe(201);
    expect(readdirSync(folder)).toEqual(['big.csv']);
  },
);
