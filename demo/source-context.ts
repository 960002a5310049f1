import type { Json } from '../domain/json.ts';
import type { Progress } from '../platform/servers/progress.ts';
import type { DemoConnection } from './demo-connection.ts';
import type { KnownOverlaps } from './known-overlaps.ts';

/** What the filling of the sources needs to know. */
export interface SourceContext {
  readonly postgresUrl: string;
  readonly mongodbUrl: string;
  readonly salesforce: DemoSalesforce;
  /** The tenant's own folder of files. */
  readonly tenantFolder: string;
  readonly onProgress: Progress;
}

/** The org that the demo reads: the simulator, or one of the user's own, which is never written to. */
export interface DemoSalesforce {
  readonly url: string;
  readonly credentials: Readonly<Record<string, Json>>;
  /** Answers how many records changed; null for an org that is not ours to fill. */
  readonly load: ((sobject: string, records: readonly Readonly<Record<string, Json>>[]) => number) | null;
  readonly stop: () => Promise<void>;
}

/** What was filled, as connections to make, and what a person should know about it. */
export interface PreparedSources {
  readonly connections: readonly DemoConnection[];
  readonly notes: readonly string[];
  /** What unification should find, where that is known. */
  readonly overlaps?: KnownOverlaps | undefined;
}
