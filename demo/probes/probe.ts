import type { ApiClient } from '../../cli/api-client.ts';

/** Tries one promise on a running installation, telling each step; answers what did not hold. */
export type Probe = (api: ApiClient, say: (line: string) => void) => Promise<readonly string[]>;
