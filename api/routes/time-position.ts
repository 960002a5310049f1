import type { TimePosition } from '../../platform/database/keyset.ts';
import type { Position } from '../gateway/cursors.ts';

/** A cursor's position in a list by time and id; undefined at the start of the list. */
export const timePosition = (after: Position | undefined): TimePosition | undefined =>
  after === undefined ? undefined : { at: String(after[0]), id: String(after[1]) };
