import type pg from 'pg';
import { readTenantSettings } from '../../domain/tenant-settings.schema.ts';
import { withTenant } from '../../platform/database/with-tenant.ts';
import { role } from '../contract/role.ts';
import type { Role } from '../contract/role.ts';
import type { Caller } from './access-tokens.ts';

/** What PostgreSQL says of a caller now, whatever his token said when it was issued. */
export interface Standing {
  readonly role: Role;
  /** Limits of the tenant's own settings, per minute; the installation's defaults where undefined. */
  readonly writesPerMinute: number | undefined;
  readonly readsPerMinute: number | undefined;
}

type Member = Pick<Caller, 'tenantId' | 'userId'>;
const keyOf = ({ tenantId, userId }: Member): string => `${tenantId}/${userId}`;

export interface Standings {
  /** Undefined for somebody who does not exist (any more) or is disabled. At most 10 s old. */
  of(caller: Caller): Promise<Standing | undefined>;
  /** Forgets what is known of a user, after this process changed him. */
  forget(user: Member): void;
}

const freshForMs = 10_000;
const mostEntries = 10_000;

interface Entry {
  readonly askedAt: number;
  readonly standing: Promise<Standing | undefined>;
}

/** A disabled user or a changed role must not wait 30 minutes for the token's end; a look-up per request would be dear. */
export const createStandings = (pool: pg.Pool, now: () => number = () => performance.now()): Standings => {
  const known = new Map<string, Entry>();
  return {
    of: (caller) => {
      const key = keyOf(caller);
      const entry = known.get(key);
      if (entry !== undefined && now() - entry.askedAt < freshForMs) return entry.standing;
      const standing = lookUp(pool, caller);
      known.delete(key);
      known.set(key, { askedAt: now(), standing });
      // A failure is an answer for those who wait for it, not for those who come later.
      standing.catch(() => known.delete(key));
      const oldest = known.size > mostEntries ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      return standing;
    },
    forget: (user) => {
      known.delete(keyOf(user));
    },
  };
};

const lookUp = async (pool: pg.Pool, caller: Caller): Promise<Standing | undefined> =>
  await withTenant(pool, caller.tenantId, async ({ db }) => {
    const row = await db
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.tenant_id', 'users.tenant_id')
      .select(['users.role', 'tenants.settings'])
      .where('users.user_id', '=', caller.userId)
      .where('users.disabled_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const settings = readTenantSettings(row.settings);
    return {
      role: role.parse(row.role),
      writesPerMinute: settings.rate_writes_per_minute,
      readsPerMinute: settings.rate_reads_per_minute,
    };
  });
