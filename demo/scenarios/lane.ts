import type { DemoConnection } from '../demo-connection.ts';
import type { Expected, StampedRow } from './stamped-row.ts';

/** How the drift of a lane is to end. */
export type Ending = 'repaired by itself' | 'approved' | 'undone' | 'rejected';

/** A change of a source through the API's door for test sources. */
export interface LaneMutation {
  readonly door: 'supabase' | 'mongo' | 'salesforce' | 'filesource';
  readonly kind: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** One source that is written to all the time, changed once, and repaired in one way. */
export interface Lane {
  readonly connection: DemoConnection;
  readonly object: string;
  /** The mapping's YAML. */
  readonly mapping: string;
  readonly policy: 'auto' | 'ask';
  readonly ending: Ending;
  /** What the change is, for people. */
  readonly change: string;
  /** Changes of the source, one after the other. */
  readonly mutations: readonly LaneMutation[];
  /** The change takes several steps, none of which a reader should see: reading rests meanwhile. */
  readonly changesInSteps: boolean;
  /** Told after the mutations: from now on rows are written in the new shape; a lane without doors changes itself here. */
  readonly drift: () => Promise<void>;
  /** Puts the source back to its former shape, where the ending asks for it. */
  readonly putBack: () => Promise<void>;
  /** Answers what has to arrive of each row, once the source has confirmed them all. */
  readonly write: (rows: readonly StampedRow[]) => Promise<readonly Expected[]>;
  /** Canonical fields that have no source in the end, and therefore no value. */
  readonly dropped: readonly string[];
  readonly close: () => Promise<void>;
}
