import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../migrations/migrate.ts';
import { databaseUrl, databaseUrlFor } from './services.ts';

/** Roles belong to the whole cluster, so every suite must use this key. */
export const testRolesKey = 'k'.repeat(32);

/** One lock for making the template and for cloning it: PostgreSQL refuses to clone while anybody is connected. */
const templateLock = 4_711_002;

export interface TestDatabase {
  readonly url: string;
  readonly rolesKey: string;
  /** Superuser's connection pool, for looking behind the policies. */
  readonly admin: pg.Pool;
  drop(): Promise<void>;
}

/** The template is named after the migrations' content, so that a changed schema never meets an old template. */
const templateName = (): string => {
  const folder = join(import.meta.dirname, '..', '..', 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  return `au_template_${hash.digest('hex').slice(0, 12)}`;
};

const withServer = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A database of its own for a suite, migrated; a clone of a template that the first suite makes. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const template = templateName();
  const name = `au_test_${randomBytes(6).toString('hex')}`;
  await withServer(async (server) => {
    await server.query('select pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await server.query(
      'select 1 from pg_database where datname = $1 and datistemplate',
      [template],
    );
    if (rowCount === 0) {
      await server.query(`drop database if exists ${template} with (force)`);
      await server.query(`create database ${template}`);
      await migrate(databaseUrlFor(template), testRolesKey);
      // Marked last: a template that is half made is made again.
      await server.query('update pg_database set datistemplate = true where datname = $1', [template]);
    }
    // Logged page by page, as is usual, a copy takes twice the work.
    await server.query(`create database ${name} template ${template} strategy file_copy`);
  });
  const url = databaseUrlFor(name);
  const admin = new pg.Pool({ connectionString: url, max: 2 });
  admin.on('error', () => undefined);
  return {
    url,
    rolesKey: testRolesKey,
    admin,
    drop: async () => {
      await admin.end();
      await withServer(async (server) => {
        await server.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
};
