import type { z } from 'zod';
import type { System } from '../domain/states/connection.ts';
import type { Connector, ConnectorModule, TestSource } from './contract.ts';
import { parseSettings } from './settings.ts';
import type { SettingsOf } from './settings.ts';

/** What tells one database apart from another as a source. */
interface Database<Config, Credentials, Session> {
  readonly system: System;
  readonly schemas: { readonly config: z.ZodType<Config>; readonly credentials: z.ZodType<Credentials> };
  readonly openSession: (settings: SettingsOf<Config, Credentials>) => Session;
  readonly connector: (settings: SettingsOf<Config, Credentials>, session: Session) => Connector;
  readonly testSource: (settings: SettingsOf<Config, Credentials>, session: Session) => TestSource;
}

/**
 * A database as a source: each of its keys comes once in a read, opening touches nothing and the first use connects; `seed`
 * and `mutate` are there only where the configuration sets `testSource`.
 */
export const databaseModule = <Config extends { readonly testSource: boolean }, Credentials, Session>(
  database: Database<Config, Credentials, Session>,
): ConnectorModule => ({
  system: database.system,
  keysAreUnique: true,
  open: (options) =>
    Promise.resolve(options)
      .then((given) => parseSettings(given, database.schemas))
      .then((settings) => {
        const session = database.openSession(settings);
        const connector = database.connector(settings, session);
        return settings.config.testSource
          ? { ...connector, ...database.testSource(settings, session) }
          : connector;
      }),
});
