import { demoInstallation } from '../journeys/demo-installation.ts';
import type { DemoInstallation } from '../journeys/demo-installation.ts';
import { runDemoCommand } from '../journeys/run-demo-command.ts';

let installation: DemoInstallation;

beforeAll(async () => {
  installation = await demoInstallation();
});

afterAll(() => installation.remove());

test('four sources drift under their writers: nothing is lost, doubled or under a wrong field', async () => {
  const { code, progress } = await runDemoCommand(
    ['--once', '--drift', '--drift-seconds', '30'],
    installation.environment,
  );
  expect(progress).toContain('Drift: PostgreSQL: repaired by itself');
  expect(progress).toContain('Drift: MongoDB: approved');
  expect(progress).toContain('Drift: files: undone');
  expect(progress).toContain('Drift: Salesforce: rejected');
  expect(code).toBe(0);
}, 1_200_000);
