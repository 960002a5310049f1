import { byCodeUnit } from '../schema/code-units.ts';

/** The golden records of a build: which records each has, and what became of the ids of the build before. */
export interface GoldenAssignment {
  /** Golden id of each cluster, in the order of the clusters. */
  readonly ids: readonly string[];
  /** Ids that are no more, and the golden record that now holds most of their records. */
  readonly redirects: ReadonlyMap<string, string>;
}

export interface GoldenQuestion {
  /** The keys of the records of each cluster. */
  readonly clusters: readonly (readonly string[])[];
  /** Golden id of each record in the build before; empty for the first. */
  readonly stored: ReadonlyMap<string, string>;
  /** Golden ids that people have pinned records to. */
  readonly pins?: ReadonlyMap<string, string>;
  /** A golden id from the smallest key of a cluster; `attempt` counts up from 0 while the id is taken. */
  readonly mint: (smallestKey: string, attempt: number) => string;
  /** The id that a cluster with this smallest key would have had first: of two equal claims it is the better one. */
  readonly home?: (smallestKey: string) => string;
}

interface Claim {
  readonly cluster: number;
  readonly id: string;
  readonly members: number;
  readonly pinned: boolean;
}

const smallest = (keys: readonly string[]): string =>
  keys.reduce((least, key) => (key < least ? key : least), keys[0] ?? '');

function claimsOf({ clusters, stored, pins, home }: GoldenQuestion): Claim[] {
  const claims = clusters.flatMap((keys, cluster) => {
    const counts = new Map<string, { members: number; pinned: boolean }>();
    const claim = (id: string | undefined, pinned: boolean): void => {
      if (id === undefined) return;
      const known = counts.get(id) ?? { members: 0, pinned: false };
      counts.set(id, { members: known.members + 1, pinned: known.pinned || pinned });
    };
    for (const key of keys) {
      claim(stored.get(key), false);
      claim(pins?.get(key), true);
    }
    return [...counts].map(([id, count]): Claim => ({ cluster, id, ...count }));
  });
  const key = clusters.map(smallest);
  const homes = key.map((each) => home?.(each));
  const atHome = ({ cluster, id }: Claim): number => Number(homes[cluster] === id);
  return claims.sort(
    (a, b) =>
      Number(b.pinned) - Number(a.pinned) ||
      b.members - a.members ||
      atHome(b) - atHome(a) ||
      byCodeUnit(a.id, b.id) ||
      byCodeUnit(key[a.cluster] ?? '', key[b.cluster] ?? ''),
  );
}

/**
 * Gives every cluster a golden id: that of the build before which most of its records had (each id goes to the cluster
 * with most of its records), else one minted from its smallest key. Pure, and free of the order of clusters and records.
 */
export function assignGoldenIds(question: GoldenQuestion): GoldenAssignment {
  const { clusters, stored, mint } = question;
  const claims = claimsOf(question);
  const ids = new Map<number, string>();
  const taken = new Set<string>();
  for (const { cluster, id } of claims) {
    if (ids.has(cluster) || taken.has(id)) continue;
    ids.set(cluster, id);
    taken.add(id);
  }
  const known = new Set([...stored.values(), ...taken]);
  const fresh = clusters
    .flatMap((keys, cluster) => (ids.has(cluster) ? [] : [{ cluster, key: smallest(keys) }]))
    .sort((a, b) => byCodeUnit(a.key, b.key));
  for (const { cluster, key } of fresh) {
    let attempt = 0;
    while (known.has(mint(key, attempt))) attempt += 1;
    const id = mint(key, attempt);
    ids.set(cluster, id);
    known.add(id);
  }
  const redirects = new Map<string, string>();
  for (const { cluster, id } of claims) {
    const heir = ids.get(cluster);
    if (!taken.has(id) && !redirects.has(id) && heir !== undefined) redirects.set(id, heir);
  }
  return { ids: clusters.map((_, cluster) => ids.get(cluster) ?? ''), redirects };
}
