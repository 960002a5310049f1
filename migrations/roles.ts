import type { ClientBase } from 'pg';
import { loginRoles, rolePassword } from '../platform/database/roles.ts';

/** Roles belong to the whole cluster: databases that are migrated side by side take turns. */
const rolesLock = 4_711_001;

/**
 * Creates the owner and the login roles where they are missing and (re)sets their passwords. `admin` must be allowed to
 * create roles; it becomes a member of au_owner to run migrations.
 */
export const ensureRoles = async (admin: ClientBase, rolesKey: string): Promise<void> => {
  await admin.query('begin');
  await admin.query('select pg_advisory_xact_lock($1)', [rolesLock]);
  const { rows } = await admin.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname like 'au\\_%'`,
  );
  const present = new Set(rows.map((row) => row.rolname));
  if (!present.has('au_owner')) await admin.query('create role au_owner nologin noinherit');
  await admin.query('grant au_owner to current_user');
  for (const role of loginRoles) {
    if (!present.has(role)) {
      await admin.query(
        `create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls noinherit`,
      );
    }
    const { rows: quoted } = await admin.query<{ text: string }>('select quote_literal($1) as text', [
      rolePassword(rolesKey, role),
    ]);
    await admin.query(`alter role ${role} password ${quoted[0]?.text ?? ''}`);
    await admin.query(`alter role ${role} set search_path = au`);
    // Temporary tables have no statistics: JIT would compile plans that run for milliseconds.
    await admin.query(`alter role ${role} set jit = off`);
  }
  await admin.query(`alter role au_app set statement_timeout = '15s'`);
  await admin.query(`alter role au_login set statement_timeout = '5s'`);
  await admin.query(`alter role au_worker set work_mem = '32MB'`);
  await admin.query('commit');
};
