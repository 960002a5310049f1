import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { boundToParent } from '../platform/servers/death-signal.ts';
import { installationConfig } from './installation-config.ts';
import { installation } from './installation.ts';
import { readRunning } from './running-file.ts';
import { readSecrets } from './secrets-file.ts';
import { serviceWords } from './service-words.ts';

/**
 * Runs one of our processes in the foreground until it ends and answers its exit code. What the environment leaves open
 * comes from what `autonomos up` has started beside it; a signal is passed on, so that it can drain. Throws `validation_failed`
 * with every variable that is missing.
 */
export const runService = (script: string): Promise<number> => {
  // What is missing is told here, in a sentence and not from inside the service.
  installationConfig();
  const environment = { ...readRunning(installation.runningFile)?.environment, ...process.env };
  const [program, ...words] = boundToParent({
    program: process.execPath,
    arguments: serviceWords(script),
    stopSignal: 'SIGTERM',
  });
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: installation.root,
      env: { ...environment, ...readSecrets(installation.secretsFile, environment) },
      stdio: 'inherit',
      detached: true,
    });
    const passOn = (signal: NodeJS.Signals): void => {
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, passOn);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
};
