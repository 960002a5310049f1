import createClient from 'openapi-fetch';
import type { components, paths } from './api';
import { apiOrigin } from './api-origin';
import { ApiProblem } from './api-problem';
import { authorisedFetch } from './authorised-fetch';

/** The API with its types, made from the schemas that the API validates by. */
export const api = createClient<paths>({
  baseUrl: apiOrigin === '' && typeof location !== 'undefined' ? location.origin : apiOrigin,
  credentials: 'include',
  fetch: authorisedFetch,
});

export type Schemas = components['schemas'];

interface Settled<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of a successful answer.
 * @throws ApiProblem for every other one, and when the server cannot be reached.
 */
export const answerOf = async <T>(call: Promise<Settled<T>>): Promise<T> => {
  const settled = await call.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw ApiProblem.of(error);
  });
  if (!settled.response.ok) throw ApiProblem.from(settled.error, settled.response);
  return settled.data as T;
};
