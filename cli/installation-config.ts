import { Fault } from '../domain/faults.ts';
import { readConfig } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { installation } from './installation.ts';
import { readRunning } from './running-file.ts';
import { readSecrets } from './secrets-file.ts';

/**
 * The configuration of the installation that a command works on: the environment, and what it leaves open from what runs
 * here. Throws `validation_failed` with every variable that is missing.
 */
export const installationConfig = (): Config => {
  const environment = { ...readRunning(installation.runningFile)?.environment, ...process.env };
  try {
    return readConfig({ ...environment, ...readSecrets(installation.secretsFile, environment) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('validation_failed', `${reason}\nSet them, or run "autonomos up" beside this`, { cause });
  }
};
