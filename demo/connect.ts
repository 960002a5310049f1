import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { z } from 'zod';
import type { ApiClient } from '../cli/api-client.ts';
import type { Json } from '../domain/json.ts';
import type { Progress } from '../platform/servers/progress.ts';
import type { KnownGroup, KnownOverlaps } from './known-overlaps.ts';

const pollMs = 500;
const accepted = z.object({ task_id: z.string() });
const task = z.object({
  state: z.string(),
  progress: z.object({ narration: z.string().optional() }),
  failures: z.array(z.object({ reason: z.string() })),
});
const counts = z.record(z.string(), z.number());
const state = z.object({
  current: z
    .object({
      generation: z.number(),
      content_hash: z.string(),
      counts: z.object({ records: counts, golden: counts, duplicates: counts, unlinked: counts }),
    })
    .nullable(),
});
const answer = z.object({
  rows: z.array(z.tuple([z.string(), z.string(), z.string()])),
  truncated: z.boolean(),
});

/** How well the known overlaps were found, in pairs of records. */
export interface OverlapCheck {
  readonly known: number;
  readonly found: number;
  /** Pairs that were put together and are not known to be one thing; 0 where not everything is known. */
  readonly wrong: number;
  /** Groups that are in several golden records, and records that should be apart and are not. */
  readonly torn: readonly string[];
  readonly mixed: readonly string[];
}

export interface ConnectOutcome {
  readonly current: NonNullable<z.infer<typeof state>['current']> | null;
  readonly overlaps: OverlapCheck | null;
  readonly failures: readonly string[];
}

const waitFor = async (api: ApiClient, id: string, onProgress: Progress): Promise<readonly string[]> => {
  let said = '';
  for (;;) {
    const now = await api.call(task, 'GET', `/tasks/${id}`);
    const { narration = said } = now.progress;
    if (narration !== said) onProgress(narration);
    said = narration;
    if (now.state === 'success') return [];
    if (now.state === 'failed' || now.state === 'cancelled')
      return [`the connect ${now.state}: ${now.failures.map(({ reason }) => reason).join('; ')}`];
    await sleep(pollMs);
  }
};

/** One record of a source may be an account and a contact, each with a golden record of its own. */
export const memberKey = (entity: string, recordKey: string): string => `${entity} ${recordKey}`;

/** Golden id of every account's and contact's record, by `memberKey`. */
const goldenIds = async (api: ApiClient): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map<string, string>();
  for (let after = ['', '']; ;) {
    const { rows, truncated } = await api.call(answer, 'POST', '/dcl/query', {
      sql: `SELECT entity, record_key, golden_id FROM golden_members
        WHERE entity IN ('account', 'contact') AND (entity, record_key) > ($1, $2) ORDER BY entity, record_key`,
      parameters: after,
      rows: 10_000,
    });
    for (const [entity, key, id] of rows) ids.set(memberKey(entity, key), id);
    if (!truncated) return ids;
    after = rows.at(-1)?.slice(0, 2) ?? [];
  }
};

const pairs = (count: number): number => (count * (count - 1)) / 2;

/** Known groups of which at least two records arrived, as their golden ids. */
const arrived = (
  groups: readonly KnownGroup[],
  ids: ReadonlyMap<string, string>,
): readonly { readonly name: string; readonly golden: readonly string[] }[] =>
  groups
    .map(({ entity, name, keys }) => ({
      name,
      golden: keys.flatMap((key) => ids.get(memberKey(entity, key)) ?? []),
    }))
    .filter(({ golden }) => golden.length > 1);

const sizes = (golden: readonly string[]): number[] => {
  const bySize = new Map<string, number>();
  for (const id of golden) bySize.set(id, (bySize.get(id) ?? 0) + 1);
  return [...bySize.values()];
};
const pairsWithin = (golden: readonly string[]): number =>
  sizes(golden).reduce((sum, size) => sum + pairs(size), 0);

/** Compares golden ids (by `memberKey`) with what is known. */
export const checkOverlaps = (
  { groups, apart, complete }: KnownOverlaps,
  ids: ReadonlyMap<string, string>,
): OverlapCheck => {
  const known = arrived(groups, ids);
  const found = known.reduce((sum, { golden }) => sum + pairsWithin(golden), 0);
  const told = new Set(groups.flatMap(({ entity, keys }) => keys.map((key) => memberKey(entity, key))));
  const together = pairsWithin([...ids].flatMap(([key, id]) => (told.has(key) ? [id] : [])));
  return {
    known: known.reduce((sum, { golden }) => sum + pairs(golden.length), 0),
    found,
    wrong: complete ? together - found : 0,
    torn: known.filter(({ golden }) => new Set(golden).size > 1).map(({ name }) => name),
    mixed: arrived(apart, ids)
      .filter(({ golden }) => new Set(golden).size < golden.length)
      .map(({ name }) => name),
  };
};

const doubts = (check: OverlapCheck, { floor }: KnownOverlaps): string[] => {
  const recall = check.known === 0 ? 1 : check.found / check.known;
  const precision = check.found + check.wrong === 0 ? 1 : check.found / (check.found + check.wrong);
  return [
    ...(recall < floor.recall
      ? [
          `only ${check.found} of ${check.known} known pairs are together: ${check.torn.slice(0, 5).join(', ')}`,
        ]
      : []),
    ...(precision < floor.precision ? [`${check.wrong} pairs are together that should not be`] : []),
    ...check.mixed.map((name) => `${name} is put together with one that must stay apart`),
  ];
};

/** Connects what was read, lets the agents look, and compares the golden records with the overlaps that are known. */
export const showConnect = async (
  api: ApiClient,
  known: KnownOverlaps | undefined,
  onProgress: Progress,
): Promise<ConnectOutcome> => {
  const { task_id: id } = await api.call(accepted, 'POST', '/dcl/connect', {});
  const failures = [...(await waitFor(api, id, onProgress))];
  const { current } = await api.call(state, 'GET', '/dcl/state');
  if (current === null || known === undefined) return { current, overlaps: null, failures };
  const overlaps = checkOverlaps(known, await goldenIds(api));
  return { current, overlaps, failures: [...failures, ...doubts(overlaps, known)] };
};

/** The lines for a person: a row per entity, and how the known overlaps were found. */
export const connectText = ({ current, overlaps, failures }: ConnectOutcome): string => {
  const table = new Table({
    head: ['entity', 'records', 'golden records', 'duplicates merged'],
    style: { head: [], border: [] },
  });
  for (const [entity, records] of Object.entries(current?.counts.records ?? {}))
    table.push([
      entity,
      records,
      current?.counts.golden[entity] ?? 0,
      current?.counts.duplicates[entity] ?? '',
    ]);
  return [
    table.toString(),
    ...(overlaps === null
      ? []
      : [
          `Known overlaps: ${overlaps.found} of ${overlaps.known} pairs found, ${overlaps.wrong} wrong, ${overlaps.mixed.length} of those that must stay apart mixed`,
        ]),
    ...failures.map((failure) => `FAILED: ${failure}`),
  ].join('\n');
};

/** The same for a program. */
export const connectJson = ({ current, overlaps, failures }: ConnectOutcome): Json => ({
  generation: current?.generation ?? null,
  content_hash: current?.content_hash ?? null,
  counts: current === null ? null : { ...current.counts },
  overlaps: overlaps === null ? null : { ...overlaps, torn: [...overlaps.torn], mixed: [...overlaps.mixed] },
  failures: [...failures],
});
