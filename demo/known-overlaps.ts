import type { KnownAs } from './generate/known-as.ts';
import { withChecksum } from './simulators/salesforce/record-id.ts';
import { recordKeyPrefix, streamName } from '../domain/record-keys.ts';

/** Records that are one thing, by their record keys. */
export interface KnownGroup {
  readonly entity: 'account' | 'contact';
  readonly name: string;
  readonly keys: readonly string[];
}

/** What unification should find in the sources of the demo. */
export interface KnownOverlaps {
  readonly groups: readonly KnownGroup[];
  /** Records of which no two are one thing. */
  readonly apart: readonly KnownGroup[];
  /** Whether the groups are all that there is: then whatever else is put together is wrong. */
  readonly complete: boolean;
  /** Share of the known pairs that must be found, and of the found pairs that must be right. */
  readonly floor: { readonly recall: number; readonly precision: number };
}

/** The record key of a row of one of the demo's connections. */
export const keyIn = (slug: string, object: string, id: string): string =>
  recordKeyPrefix(slug, streamName(object)) + id;

/** The overlaps of the generated data set, from its own truth. */
export const generatedOverlaps = (truth: readonly KnownAs[]): KnownOverlaps => {
  const groups = new Map<string, KnownGroup>();
  for (const { entity, thing, source, object, key } of truth) {
    const name = `${entity} ${thing}`;
    const keys = groups.get(name)?.keys ?? [];
    // The org answers ids with their three characters of checksum.
    const id = source === 'salesforce' ? withChecksum(key) : key;
    groups.set(name, { entity, name, keys: [...keys, keyIn(source, object, id)] });
  }
  return {
    groups: [...groups.values()],
    apart: [],
    complete: true,
    floor: { recall: 0.99, precision: 0.995 },
  };
};
