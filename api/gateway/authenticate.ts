import type { Request, Response } from 'express';
import { Passport } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Fault } from '../../domain/faults.ts';
import { audience, callerOf, hasOurForm, issuer } from './access-tokens.ts';
import type { AccessTokens, Caller, TokenCaller } from './access-tokens.ts';
import type { Standing, Standings } from './standing.ts';

export interface Identity {
  readonly caller: Caller;
  readonly standing: Standing;
}

/** Answers who sends the request. Throws `unauthenticated`, with one text for every reason. */
export type Authenticate = (request: Request, response: Response) => Promise<Identity>;

const refused = (): Fault =>
  new Fault(
    'unauthenticated',
    'Send a valid access token: Authorization: Bearer <token> (POST /api/v1/auth/login)',
  );

const bearer = ExtractJwt.fromAuthHeaderAsBearerToken();
const bearerOfOurForm = (request: Request): string | null => {
  const token = bearer(request);
  return token !== null && hasOurForm(token) ? token : null;
};

/** Layer 2. The role is the database's, not the token's: it may have changed since. */
export const createAuthenticate = (tokens: AccessTokens, standings: Standings): Authenticate => {
  const passport = new Passport();
  passport.use(
    new Strategy(
      {
        jwtFromRequest: bearerOfOurForm,
        // passport-jwt hands it on to jsonwebtoken, which takes key objects; its types are older than they are.
        secretOrKey: tokens.key as unknown as Buffer,
        algorithms: ['HS256'],
        issuer,
        audience,
      },
      (payload: unknown, done: (error: null, caller: TokenCaller | false) => void) => {
        done(null, callerOf(payload) ?? false);
      },
    ),
  );
  const callerFrom = (request: Request, response: Response): Promise<TokenCaller> =>
    new Promise((resolve, reject) => {
      const decide = (error: unknown, caller: TokenCaller | false | null | undefined): void => {
        if (error === null && caller) resolve(caller);
        else reject(refused());
      };
      const middleware = passport.authenticate('jwt', { session: false }, decide) as (
        request: Request,
        response: Response,
        next: () => void,
      ) => void;
      middleware(request, response, () => {
        reject(refused());
      });
    });

  const verified = createVerifiedTokens();
  return async (request, response) => {
    const claimed = verified.find(request) ?? verified.keep(request, await callerFrom(request, response));
    const standing = await standings.of(claimed);
    if (standing === undefined) throw refused();
    const { tenantId, userId, client } = claimed;
    return { caller: { tenantId, userId, role: standing.role, client }, standing };
  };
};

/** How long a verified token need not be verified again; far below its life, and its end is watched all the same. */
const trustMs = 60_000;
const mostTokens = 5_000;

interface VerifiedTokens {
  find(request: Request): TokenCaller | undefined;
  keep(request: Request, caller: TokenCaller): TokenCaller;
}

/** Verifying a signature costs a tenth of a read. A whole token that was verified a moment ago, bit by bit, still is. */
const createVerifiedTokens = (): VerifiedTokens => {
  const known = new Map<string, { readonly caller: TokenCaller; readonly until: number }>();
  return {
    find: ({ headers }) => {
      const entry = known.get(headers.authorization ?? '');
      return entry !== undefined && Date.now() < entry.until ? entry.caller : undefined;
    },
    keep: ({ headers }, caller) => {
      if (known.size >= mostTokens) known.clear();
      known.set(headers.authorization ?? '', {
        caller,
        until: Math.min(Date.now() + trustMs, caller.expiresAt * 1000),
      });
      return caller;
    },
  };
};
