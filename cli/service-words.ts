import { join } from 'node:path';
import { installation } from './installation.ts';

/**
 * V8's flags of a service. The worker has three heaps, each of which would let its young generation grow to 128 MB while code is
 * loaded and keep it while there is work.
 */
const flags: Readonly<Record<string, readonly string[]>> = {
  'temporal/worker.ts': ['--max-semi-space-size=16'],
};

/** What Node is given to run one of our services by its path below the checkout. */
export const serviceWords = (script: string): readonly string[] => [
  ...(flags[script] ?? []),
  join(installation.root, script),
];
