import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { tenantId as parseTenant } from '../../../domain/ids.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Json } from '../../../domain/json.ts';
import type { Entity } from '../../../domain/mapping/types.ts';
import type { Constraint } from '../../../domain/unify/constraints.ts';
import type { MatchModel } from '../../../domain/unify/model.ts';
import { unifiedEntities } from '../../../domain/unify/plan.ts';
import type { UnifiedEntity } from '../../../domain/unify/plan.ts';
import {
  beginGeneration,
  currentGeneration,
  failGeneration,
  generationsKept,
  holdGeneration,
  publishedGenerations,
  publishGeneration,
} from '../../../platform/database/repositories/dcl-generations.ts';
import {
  constraintOf,
  standingConstraints,
} from '../../../platform/database/repositories/golden-constraints.ts';
import type { GenerationCounts } from '../../../platform/database/tables/dcl.ts';
import { withTenant } from '../../../platform/database/with-tenant.ts';
import { literal, openDuckDb } from '../../../platform/duckdb/open-duckdb.ts';
import {
  fileSha256,
  keepGenerations,
  linkGeneration,
  placeGeneration,
  registryFile,
} from '../../../platform/duckdb/registry.ts';
import { failpoint } from '../../../platform/failpoint.ts';
import { linkRecords } from './link-records.ts';
import { loadRecords } from './load-records.ts';
import { mergeRecords } from './merge-records.ts';
import { placeAlone, placeRecords } from './place-records.ts';
import type { Placed } from './place-records.ts';
import type { BuildOptions, BuildResult } from './protocol.ts';
import { refreshStatistics, syncRedirects, syncTables } from './publish.ts';
import { tellOfChanges } from './tell-of-changes.ts';
import { allEntities } from './workshop.ts';
import type { Workshop } from './workshop.ts';
import { published, writeViews } from './write-views.ts';
import type { WrittenViews } from './write-views.ts';

interface Begun {
  readonly generation: number;
  readonly canonicalSeq: number;
  readonly constraints: Readonly<Record<UnifiedEntity, readonly Constraint[]>>;
  /** Weights of the generation before, by entity. */
  readonly models: Readonly<Record<string, Json>>;
}

const begin = (pool: pg.Pool, tenantId: TenantId, options: BuildOptions): Promise<Begun> =>
  withTenant(pool, tenantId, async (transaction) => {
    const begun = await beginGeneration(transaction, options);
    const decisions = await standingConstraints(transaction);
    const of = (wanted: UnifiedEntity): Constraint[] =>
      decisions.filter(({ entity }) => entity === wanted).map(constraintOf);
    const current = options.estimate ? undefined : await currentGeneration(transaction);
    return {
      ...begun,
      constraints: { account: of('account'), contact: of('contact') },
      models: current?.model ?? {},
    };
  });

interface Built extends WrittenViews {
  readonly records: Readonly<Record<Entity, number>>;
  readonly unlinked: Readonly<Record<string, number>>;
  readonly placed: Readonly<Record<UnifiedEntity, Placed>>;
}

const fill = async (workshop: Workshop, begun: Begun): Promise<Built> => {
  failpoint('before_dcl_load');
  const records = await loadRecords(workshop, begun.canonicalSeq);
  failpoint('before_dcl_unify');
  const place = (entity: UnifiedEntity): Promise<Placed> =>
    placeRecords(
      workshop,
      entity,
      begun.constraints[entity],
      begun.models[entity] as unknown as MatchModel | undefined,
    );
  const account = await place('account');
  const unlinked = await linkRecords(workshop);
  // Whom somebody works for is known by then: it tells people of one name apart.
  const placed = { account, contact: await place('contact') };
  const lost = Object.values(unlinked).reduce((sum, count) => sum + count, 0);
  const text = `Contacts and deals are linked to golden accounts; ${lost} name none`;
  workshop.tell({ step: 'link', text, rows: lost });
  for (const entity of allEntities)
    if (!(unifiedEntities as readonly Entity[]).includes(entity)) await placeAlone(workshop, entity);
  await mergeRecords(workshop, allEntities);
  failpoint('before_dcl_views');
  return { records, unlinked, placed, ...(await writeViews(workshop, allEntities, begun.generation)) };
};

const countsOf = (built: Built, written: number, removed: number): GenerationCounts => ({
  records: built.records,
  golden: built.golden,
  duplicates: Object.fromEntries(
    unifiedEntities.map((entity) => [entity, built.records[entity] - (built.golden[entity] ?? 0)]),
  ),
  unlinked: built.unlinked,
  out_of_range: built.outOfRange,
  written,
  removed,
});

/** A database file and what DuckDB keeps beside it. */
const withCompanions = (path: string): string[] =>
  ['', '.wal', '.wal.checkpoint', '.wal.recovery'].map((end) => path + end);

/** Places of a build: its private file, what spills, and rows on their way to PostgreSQL. */
const placesOf = (root: string, tenantId: TenantId, generation: number) => {
  const file = registryFile(root, tenantId, generation);
  return { file, privateFile: `${file}.building`, spill: `${file}.spill`, copy: `${file}.csv` };
};

const buildInto = async (
  { pool, tenantId, tell }: Omit<Workshop, 'duck' | 'beside'>,
  options: BuildOptions,
  begun: Begun,
): Promise<BuildResult> => {
  const { generation } = begun;
  const { file, privateFile, spill, copy } = placesOf(options.root, tenantId, generation);
  const kept = await withTenant(pool, tenantId, (transaction) =>
    publishedGenerations(transaction, generationsKept),
  );
  await keepGenerations(
    options.root,
    tenantId,
    kept.map((known) => known.generation),
  );
  const { connection, connectAgain, close } = await openDuckDb({
    memoryMb: options.memoryMb,
    threads: options.threads,
    spillFolder: spill,
    readable: [file, privateFile].flatMap(withCompanions).concat(copy),
  });
  try {
    const workshop: Workshop = { duck: connection, beside: await connectAgain(), pool, tenantId, tell };
    await connection.run(`ATTACH ${literal(privateFile)} AS ${published}`);
    const built = await fill(workshop, begun);
    await connection.run(`CHECKPOINT ${published}`);
    await connection.run(`DETACH ${published}`);
    failpoint('before_dcl_place');
    await placeGeneration(privateFile, file);
    const facts = { fileBytes: (await stat(file)).size, fileSha256: await fileSha256(file) };
    await connection.run(`ATTACH ${literal(file)} AS ${published} (READ_ONLY)`);
    failpoint('before_dcl_publish');
    const counts = await withTenant(pool, tenantId, async (transaction) => {
      await holdGeneration(transaction, generation);
      const { written, removed } = await syncTables(workshop, transaction, allEntities, { copy });
      for (const entity of unifiedEntities)
        await syncRedirects(transaction, entity, built.placed[entity].redirects, generation);
      const made = countsOf(built, written, removed);
      await publishGeneration(transaction, generation, {
        contentHash: built.contentHash,
        viewHashes: built.viewHashes,
        counts: made,
        model: {
          account: built.placed.account.model,
          contact: built.placed.contact.model,
        } as unknown as Record<string, Json>,
        ...facts,
      });
      await tellOfChanges(transaction, { ...options, generation, built: { ...built, counts: made } });
      failpoint('before_dcl_commit');
      return made;
    });
    failpoint('after_dcl_publish');
    await linkGeneration(options.root, tenantId, generation);
    await refreshStatistics(pool, tenantId, counts);
    return { generation, contentHash: built.contentHash, counts };
  } finally {
    close();
    for (const path of [spill, copy, privateFile, `${privateFile}.wal`])
      await rm(path, { recursive: true, force: true });
  }
};

/**
 * Builds and publishes one generation of a tenant's golden records. Nothing of it is seen before it is whole; a build that
 * breaks off leaves the generation before it as it was.
 * @throws Fault `lease_stale` when another builder has taken over
 */
export const build = async (
  pool: pg.Pool,
  options: BuildOptions,
  tell: Workshop['tell'],
): Promise<BuildResult> => {
  const tenantId = parseTenant(options.tenantId);
  const begun = await begin(pool, tenantId, options);
  await mkdir(join(options.root, tenantId), { recursive: true });
  try {
    return await buildInto({ pool, tenantId, tell }, options, begun);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await withTenant(pool, tenantId, (transaction) =>
      failGeneration(transaction, begun.generation, reason),
    ).catch(() => undefined);
    throw error;
  }
};
