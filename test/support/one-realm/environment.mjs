import { ModuleMocker } from 'jest-mock';

/**
 * A suite with the globals of its process instead of a sandbox's, so that an Error or an Array is of one class wherever it was made, as
 * in production. What a suite sets in the environment is taken back at its end.
 */
export default class OneRealmEnvironment {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  /** Whoever needs time to stand still tests without servers. */
  fakeTimers = null;
  fakeTimersModern = null;
  #variables = { ...process.env };

  async setup() {}

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
}
