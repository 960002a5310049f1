import { randomUUID } from 'node:crypto';
import type { TestApi } from './test-api.ts';

export interface Door {
  readonly method: string;
  /** With ids that exist nowhere. */
  readonly path: string;
  /** The least role that may pass. */
  readonly role: 'viewer' | 'operator' | 'admin';
  readonly body?: unknown;
}

/** A UUID that names nothing. */
export const nowhere = randomUUID();

/** Statuses of a door for nobody, and for a role that is too low (undefined where any role will do). */
export const tryDoor = async (
  api: TestApi,
  { method, path, role, body }: Door,
  lower: { readonly viewer: string; readonly operator: string },
): Promise<{ readonly stranger: number; readonly tooLow: number | undefined }> => {
  const given = body === undefined ? {} : { body };
  const stranger = await api.ask(method, path, given);
  const token = role === 'admin' ? lower.operator : role === 'operator' ? lower.viewer : undefined;
  const low = token === undefined ? undefined : await api.ask(method, path, { token, ...given });
  return { stranger: stranger.status, tooLow: low?.status };
};
