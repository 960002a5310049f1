import { supervise } from '../cli/supervise.ts';
import type { ServerProcess } from '../platform/servers/spawn-server.ts';
import type { BenchPlatform } from './bench-platform.ts';

/** Ends whatever worker runs (in order, if it still can) and starts another one, as a supervisor would. */
export const startWorker = async ({ platform }: BenchPlatform): Promise<ServerProcess> =>
  await supervise({ name: 'worker', script: 'temporal/worker.ts', environment: platform.environment });
