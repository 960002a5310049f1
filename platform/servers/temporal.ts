import { Connection } from '@temporalio/client';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../domain/faults.ts';
import { withProgress } from './progress.ts';
import type { RunningServer, StartOptions } from './running-server.ts';
import { searchAttributes } from './search-attributes.ts';
import { choosePorts, stopLeftover } from './server-state.ts';
import { spawnServer } from './spawn-server.ts';
import { findTemporal } from './temporal-binary.ts';

export interface TemporalOptions extends StartOptions {
  /** host:port of a server to use instead of an own one. */
  readonly given?: string | undefined;
  /** Made if missing in an own server, must exist in a given one; default `default`. */
  readonly namespace?: string;
  /** Whether the Web UI is served too; default true. */
  readonly ui?: boolean;
}

export interface RunningTemporal extends RunningServer {
  readonly namespace: string;
  readonly uiUrl: string | null;
}

/** Finds or starts Temporal; its history is kept in `folder/temporal.db`. Throws `temporal_unavailable` or `internal`. */
export const startTemporal = async (options: TemporalOptions): Promise<RunningTemporal> => {
  const namespace = options.namespace ?? 'default';
  if (options.given !== undefined && options.given !== '')
    return await findGivenTemporal(options.given, namespace);
  const { program, source } = await findTemporal(options);
  return await withProgress(options.onProgress, 'Temporal starts', async () => {
    const { folder } = options;
    mkdirSync(folder, { recursive: true });
    await stopLeftover(folder, 'SIGTERM');
    const ports = await choosePorts(folder, 4, options.port);
    const [port = 0, uiPort = 0] = ports;
    const ui = options.ui ?? true;
    const url = `127.0.0.1:${port}`;
    const { pid, stop } = await spawnServer({
      name: 'Temporal',
      folder,
      program,
      arguments: words({ folder, namespace, ports, ui }),
      environment: {
        // One processor is more than its steps need, and what idle ones do to find work is a sixth of all it does.
        GOMAXPROCS: '1',
        ...options.environment,
        TEMPORAL_ENV: undefined,
        TEMPORAL_ADDRESS: undefined,
      },
      ports,
      stopSignal: 'SIGTERM',
      isReady: () => answers(url, namespace),
    });
    const uiUrl = ui ? `http://127.0.0.1:${uiPort}` : null;
    return { name: 'Temporal', url, port, source, pid, stop, namespace, uiUrl };
  });
};

interface Layout {
  readonly folder: string;
  readonly namespace: string;
  readonly ports: readonly number[];
  readonly ui: boolean;
}

/** Else a workflow that was ended by hand is deleted only after a minute and more of repeated attempts. */
const deletesAtOnce = ['transfer', 'visibility'].map(
  (queue) => `history.${queue}ProcessorEnsureCloseBeforeDelete=false`,
);

/** Else a step waits up to 50 ms for the next look at what is due, of which there are 20 a second for all workflows together. */
const looksOften = ['transfer', 'timer'].map((queue) => `history.${queue}ProcessorMaxPollRPS=1000`);

/** Without it fairness keys mean nothing, and whoever asks for most gets every place. */
const fairness = ['useNewMatcher', 'enableFairness'].map((name) => `matching.${name}=true`);

/**
 * SQLite's own way makes a journal file and waits for the disk several times for each step of a workflow: thrice the work, and
 * four times as long. With a write-ahead log a killed process loses nothing, and a power cut at most the last steps, which
 * are made anew as all of a lost history is.
 */
const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'];

const words = ({ folder, namespace, ports, ui }: Layout): string[] => {
  const [port = 0, uiPort = 0, httpPort = 0, metricsPort = 0] = ports;
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'warn'],
    ...['--db-filename', join(folder, 'temporal.db'), '--namespace', namespace],
    ...['--port', String(port), '--http-port', String(httpPort), '--metrics-port', String(metricsPort)],
    ...(ui ? ['--ui-port', String(uiPort)] : ['--headless']),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...[...deletesAtOnce, ...looksOften, ...fairness].flatMap((setting) => [
      '--dynamic-config-value',
      setting,
    ]),
  ];
};

const answers = async (address: string, namespace: string): Promise<boolean> => {
  const connection = await Connection.connect({ address, connectTimeout: 5_000 });
  try {
    await connection.withDeadline(Date.now() + 5_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } finally {
    await connection.close();
  }
};

export const findGivenTemporal = async (address: string, namespace: string): Promise<RunningTemporal> => {
  try {
    await answers(address, namespace);
  } catch (cause) {
    throw new Fault(
      'temporal_unavailable',
      `TEMPORAL_ADDRESS names ${address}, where no Temporal with namespace ${namespace} answers: start it, correct the address, or unset the variable`,
      { cause },
    );
  }
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  const stop = (): Promise<void> => Promise.resolve();
  return { name: 'Temporal', url: address, port, source: 'env', pid: null, stop, namespace, uiUrl: null };
};
