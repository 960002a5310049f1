import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TestPlatform } from '../../support/test-platform.ts';

interface Line {
  readonly level: string;
  readonly component: string;
  readonly msg: string;
  readonly error?: Readonly<Record<string, unknown>>;
}

test("a worker's log holds lines of our own form alone, also where Temporal's SDK speaks, and of an error nothing but what is listed", async () => {
  const platform = await TestPlatform.start();
  const connection = await platform.connectFiles('gone', { 'accounts.csv': 'account\nx\n' });
  await rm(join(platform.folder, 'files', platform.tenantId, 'gone'), { recursive: true });
  const worker = await platform.startWorker();
  expect((await platform.ended(await platform.enqueueIngest(connection))).state).toBe('failed');
  worker.child.kill('SIGTERM');
  expect(await worker.exited).toBe(0);

  const lines = worker
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  expect(lines.every(({ component }) => component === 'worker')).toBe(true);
  const failed = lines.find(({ msg }) => msg === 'Activity failed');
  expect(failed).toMatchObject({ level: 'warn', activity_type: 'discover', task_queue: 'source' });
  expect(Object.keys(failed?.error ?? {}).sort()).toEqual(['message', 'stack', 'type']);
  await platform.stop();
}, 120_000);
