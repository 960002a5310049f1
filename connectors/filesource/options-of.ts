import type { Config, FileOptions } from './config.ts';

/** What the connection says about one file. */
export const optionsOf = (config: Config, file: string): FileOptions =>
  Object.hasOwn(config.overrides, file) ? (config.overrides[file] ?? {}) : {};
