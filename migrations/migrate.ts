import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { loginRoles } from '../platform/database/roles.ts';
import { migrations } from './registry.ts';
import { ensureRoles } from './roles.ts';

/**
 * Brings a database to the newest schema as au_owner and answers the names of the migrations that were applied now.
 * Safe to run from several processes at once and any number of times. Throws the first migration's own error.
 */
export const migrate = async (adminUrl: string, rolesKey: string): Promise<readonly string[]> => {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    await ensureRoles(admin, rolesKey);
    await admin.query('create schema if not exists au authorization au_owner');
    await admin.query(`grant usage on schema au to ${loginRoles.join(', ')}`);
  } finally {
    await admin.end();
  }
  return await applyAsOwner(adminUrl);
};

const applyAsOwner = async (adminUrl: string): Promise<readonly string[]> => {
  const pool = new pg.Pool({
    connectionString: adminUrl,
    max: 2,
    options: '-c role=au_owner -c search_path=au',
  });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
      migrationTableSchema: 'au',
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error(JSON.stringify(error));
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
};
