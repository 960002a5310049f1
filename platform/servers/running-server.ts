import type { Progress } from './progress.ts';

/** Where a server, or the program behind it, was found. */
export type ServerSource = 'env' | 'path' | 'built' | 'embedded' | 'download' | 'apt';

export interface RunningServer {
  readonly name: string;
  /** How clients reach it; Temporal's is host:port. May hold a password: never log it. */
  readonly url: string;
  readonly port: number;
  readonly source: ServerSource;
  /** Null when it was found running (source `env`) and is not ours to stop. */
  readonly pid: number | null;
  /** Ends a server that we started and waits for its end; does nothing to one that was found. */
  readonly stop: () => Promise<void>;
}

/** What every start needs. Starting again on the same folder brings the same data and, if it is free, the same port. */
export interface StartOptions {
  /** Data, log and pid file of this one server. */
  readonly folder: string;
  /** Where programs that are built or fetched once are kept, for all folders. */
  readonly toolsFolder: string;
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly onProgress: Progress;
  /** Demands this port; without it the former one is used, or a free one. */
  readonly port?: number;
}
