import type { Generated } from 'kysely';
import type { Json } from '../../../domain/json.ts';
import type { Jsonb, Maybe, MaybeTime, Now, Time } from './column-types.ts';

/** Tenants, people and how they sign in. */
export interface IdentityTables {
  tenants: { tenant_id: string; name: string; settings: Jsonb<Record<string, Json>>; created_at: Now };
  users: {
    tenant_id: string;
    user_id: string;
    email: string;
    name: string;
    role: 'admin' | 'operator' | 'viewer';
    password_hash: string;
    disabled_at: MaybeTime;
    created_at: Now;
  };
  user_emails: { email: string; tenant_id: string; user_id: string };
  refresh_tokens: {
    tenant_id: string;
    token_hash: Buffer;
    family: string;
    user_id: string;
    created_at: Now;
    expires_at: Time;
    used_at: MaybeTime;
    revoked_at: MaybeTime;
  };
  invites: {
    tenant_id: string;
    token_hash: Buffer;
    email: string;
    role: 'admin' | 'operator' | 'viewer';
    invited_by: string;
    created_at: Now;
    expires_at: Time;
    accepted_at: MaybeTime;
  };
  auth_audit: {
    id: Generated<number>;
    at: Now;
    action: string;
    outcome: string;
    email_digest: Maybe<Buffer>;
    ip: Maybe<string>;
    trace_id: Maybe<string>;
  };
}
