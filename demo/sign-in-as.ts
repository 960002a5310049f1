import { z } from 'zod';
import { ApiClient } from '../cli/api-client.ts';
import type { TokenSource } from '../cli/api-client.ts';

export interface Login {
  readonly email: string;
  readonly password: string;
}

const session = z.object({ access_token: z.string() });

/** A client that signs in by e-mail and password when it is first used, and again when the token has expired. */
export const signInAs = (url: string, { email, password }: Login): ApiClient => {
  let token: Promise<string> | undefined;
  const login = async (): Promise<string> =>
    (await stranger(url).call(session, 'POST', '/auth/login', { email, password })).access_token;
  const current: TokenSource = (renew) => {
    if (renew) token = undefined;
    token ??= login().catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return token;
  };
  return new ApiClient(url, current);
};

/** A client without a token, for the doors that ask for none. */
export const stranger = (url: string): ApiClient => new ApiClient(url, () => Promise.resolve(undefined));
