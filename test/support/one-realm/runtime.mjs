import Runtime from 'jest-runtime';
import { createRequire } from 'node:module';
import { types } from 'node:util';
import { compileFunction } from 'node:vm';

/** A module as the compiled suite expects it: told by a mark from what has no exports of its own, and is a `default` as a whole. */
const marked = (exports) =>
  types.isModuleNamespaceObject(exports) && !('__esModule' in exports)
    ? Object.defineProperty({ ...exports }, '__esModule', { value: true })
    : exports;

/**
 * Jest loads a suite's own file alone. What it imports is loaded by Node as in production, and once for all suites of a process: by
 * Jest's loader a suite spent more than a second of the processor on the API and its packages before its first test.
 */
export default class OneRealmRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModule(from, name, options, ...more) {
    const isJests = name === undefined || options?.isInternalModule;
    return isJests ? super.requireModule(from, name, options, ...more) : marked(createRequire(from)(name));
  }
}
