import type { Schemas } from '../../lib/api-client';

/** From least to most: each role may do what those before it may. */
export const roles: readonly Schemas['Role'][] = ['viewer', 'operator', 'admin'];
