import { randomKey } from './random-key';
import { accessToken, refreshToken } from './session/access-token';
import { takeAhead } from './session/ask-ahead';

/** Fetch with the bearer, refreshed in silence, and an Idempotency-Key on every mutation. */
export const authorisedFetch = async (request: Request): Promise<Response> => {
  const again = request.clone();
  const isAuth = new URL(request.url, location.href).pathname.startsWith('/api/v1/auth/');
  const key = request.method === 'GET' ? undefined : randomKey();
  const token = isPublic(request.url) ? undefined : await accessToken();
  const response = (await takeAhead(request, token)) ?? (await fetch(dressed(request, token, key)));
  if (response.status !== 401 || token === undefined || (isAuth && isPublic(request.url))) return response;
  if (!(await refreshToken())) return response;
  return await fetch(dressed(again, await accessToken(), key));
};

const publicPaths = ['login', 'register', 'refresh', 'logout', 'invites/accept'];
const isPublic = (url: string): boolean => publicPaths.some((path) => url.endsWith(`/api/v1/auth/${path}`));

const dressed = (request: Request, token: string | undefined, key: string | undefined): Request => {
  request.headers.set('X-Client', 'console');
  if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
  if (key !== undefined && !request.headers.has('Idempotency-Key'))
    request.headers.set('Idempotency-Key', key);
  return request;
};
