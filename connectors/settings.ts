import { z } from 'zod';
import { Fault } from '../domain/faults.ts';
import type { OpenOptions } from './contract.ts';

/** What a connector works with once its options are parsed. */
export interface SettingsOf<Config, Credentials> extends Pick<OpenOptions, 'egressAllow' | 'logger'> {
  readonly config: Config;
  readonly credentials: Credentials;
}

/** Parses a connection's options by the connector's own schemas. Throws `source_config_invalid` with every place that is wrong. */
export const parseSettings = <Config, Credentials>(
  { config, credentials, egressAllow, logger }: OpenOptions,
  schemas: { readonly config: z.ZodType<Config>; readonly credentials: z.ZodType<Credentials> },
): SettingsOf<Config, Credentials> => ({
  config: parsed(schemas.config, config),
  credentials: parsed(schemas.credentials, credentials),
  egressAllow,
  logger,
});

const parsed = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new Fault('source_config_invalid', z.prettifyError(result.error));
  return result.data;
};
