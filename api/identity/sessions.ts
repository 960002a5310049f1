import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { z } from 'zod';
import { userId } from '../../domain/ids.ts';
import { addRefreshToken } from '../../platform/database/repositories/refresh-tokens.ts';
import type { TenantTransaction } from '../../platform/database/with-tenant.ts';
import type { session } from '../contract/identity.ts';
import type { Role } from '../contract/role.ts';
import type { Deps } from '../deps.ts';
import { lifetimeSeconds } from '../gateway/access-tokens.ts';
import { mintToken } from './opaque-tokens.ts';
import { isConsole, sessionCookie } from './session-cookie.ts';

export interface SessionOwner {
  readonly userId: string;
  readonly role: Role;
}

/** Stores the first refresh token of a session and answers its text. Runs as au_login. */
export const beginSession = async (
  transaction: TenantTransaction,
  { userId: user }: SessionOwner,
): Promise<string> => {
  const token = mintToken(transaction.tenantId);
  await addRefreshToken(transaction, token.hash, { family: randomUUID(), userId: user });
  return token.text;
};

type SessionReply = {
  readonly status: 200;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: z.input<typeof session>;
};

/** What sign-in and refresh answer: the console gets its refresh token as a cookie, programs in the body. */
export const sessionReply = (
  { config, tokens }: Pick<Deps, 'config' | 'tokens'>,
  request: Request,
  {
    tenantId,
    owner,
    refreshToken,
  }: {
    readonly tenantId: TenantTransaction['tenantId'];
    readonly owner: SessionOwner;
    readonly refreshToken: string;
  },
): SessionReply => {
  const console = isConsole(request);
  const access = tokens.issue({
    tenantId,
    userId: userId(owner.userId),
    role: owner.role,
    client: console ? 'console' : 'program',
  });
  return {
    status: 200,
    headers: console ? { 'Set-Cookie': sessionCookie(config, refreshToken) } : {},
    body: {
      access_token: access,
      token_type: 'Bearer',
      expires_in: lifetimeSeconds,
      ...(console ? {} : { refresh_token: refreshToken }),
    },
  };
};
