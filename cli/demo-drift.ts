import { join } from 'node:path';
import type { DemoOutcome } from '../demo/run-demo.ts';
import { allKept, driftJson, driftTable } from '../demo/scenarios/drift-summary.ts';
import { runDrift } from '../demo/scenarios/drift.ts';
import { prepareLanes } from '../demo/scenarios/prepare-lanes.ts';
import type { DemoSettings } from '../demo/settings-file.ts';
import { startSalesforceSimulator } from '../demo/simulators/salesforce/server.ts';
import type { SalesforceSimulator } from '../demo/simulators/salesforce/server.ts';
import { Fault } from '../domain/faults.ts';
import type { Json } from '../domain/json.ts';
import type { Platform } from './bring-up.ts';
import type { Terminal } from './terminal.ts';

/** What `demo --drift` is asked for. */
export interface DriftDemo {
  /** An org of its own: a user's own one is never changed. */
  readonly simulator: SalesforceSimulator;
  readonly rowsPerSecond: number;
  readonly secondsAround: number;
}

const usualRate = 200;
const usualSeconds = 10;
const usualObserverSeconds = 60;

const positive = (name: string, given: string | undefined, usual: number): number => {
  const number = given === undefined ? usual : Number(given);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Fault('invalid_request', `--${name} ${given ?? ''}: give a number above 0`);
};

/** Reads the options and starts the org, so that its address can be allowed when the platform starts. */
export const startDriftDemo = async (
  { driftRate, driftSeconds }: { readonly driftRate?: string; readonly driftSeconds?: string },
  { salesforceClient }: DemoSettings,
): Promise<DriftDemo> => ({
  rowsPerSecond: positive('drift-rate', driftRate, usualRate),
  secondsAround: positive('drift-seconds', driftSeconds, usualSeconds),
  simulator: await startSalesforceSimulator({ seed: 'drift', client: salesforceClient }),
});

interface DriftPlace {
  readonly platform: Platform;
  readonly outcome: DemoOutcome;
  readonly settings: DemoSettings;
  readonly postgresUrl: string;
  readonly filesRoot: string;
}

/** Drifts four sources under their writers, and says what came of it. */
export const showDrift = async (
  { simulator, ...asked }: DriftDemo,
  place: DriftPlace,
  terminal: Terminal,
): Promise<{ readonly text: string; readonly json: Json; readonly kept: boolean }> => {
  const { platform, settings, outcome, postgresUrl } = place;
  const { api, tenantId } = outcome;
  const lanes = await prepareLanes(api, {
    postgresUrl,
    mongodbUrl: platform.servers.mongodb?.url ?? '',
    tenantFolder: join(place.filesRoot, tenantId),
    simulator,
    settings,
  });
  const outcomes = await runDrift({
    ...asked,
    api,
    tenantId,
    databaseUrl: platform.servers.postgres.url,
    lanes,
    onProgress: terminal.progress,
  });
  const observerSeconds = Number(platform.environment['OBSERVE_EVERY_SECONDS'] ?? usualObserverSeconds);
  const promise = { rowsPerSecond: asked.rowsPerSecond, observerSeconds };
  return {
    text: driftTable(outcomes, promise),
    json: driftJson(outcomes, promise),
    kept: allKept(outcomes, promise),
  };
};
