import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TestPlatform, until } from '../../support/test-platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await TestPlatform.start();
});
afterAll(() => platform.stop());

/** Exit code of the health check as a container runs it. */
const health = async (): Promise<unknown> => {
  const check = spawn(process.execPath, [join(import.meta.dirname, '../../../deploy/worker-health.ts')], {
    env: { ...platform.environment, NODE_ENV: 'test', PATH: process.env['PATH'] },
    stdio: 'inherit',
  });
  return (await once(check, 'exit'))[0];
};

test("a worker's container is well while its worker says that it polls, and no longer once that has died", async () => {
  expect(await health()).toBe(1);
  const worker = await platform.startWorker();
  await until('the container is well', async () => (await health()) === 0);

  worker.child.kill('SIGKILL');
  await worker.exited;
  await platform.database.admin.query(
    `update au.worker_beats set beaten_at = beaten_at - interval '20 seconds'`,
  );
  expect(await health()).toBe(1);
}, 120_000);
