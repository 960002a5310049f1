import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { databaseUrl, databaseUrlFor, mongodbUrl } from '../support/services.ts';
import { TestPlatform } from '../support/test-platform.ts';

export interface DemoInstallation {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

const onServer = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/** An installation on the servers of this run, with a folder, a database, a source database and a namespace of its own. */
export const demoInstallation = async (): Promise<DemoInstallation> => {
  const platform = await TestPlatform.start();
  const source = `demo_source_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${source}`);
  const home = join(platform.folder, 'home');
  await mkdir(home);
  const { TEMPORAL_NAMESPACE = 'default', ...given } = platform.environment;
  return {
    home,
    environment: {
      ...given,
      TEMPORAL_NAMESPACE,
      NODE_ENV: 'development',
      AUTONOMOS_HOME: home,
      MONGODB_URI: mongodbUrl(),
      REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
      SUPABASE_DB_URL: databaseUrlFor(source),
      SALESFORCE_LOGIN_URL: '',
      SERVE_CONSOLE: 'false',
      PORT: '0',
    },
    remove: async () => {
      await onServer(`drop database ${source} with (force)`);
      await platform.stop();
    },
  };
};
