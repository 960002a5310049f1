import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unifyFiles } from '../../cli/offline/unify-files.ts';
import type { PlacedRecord } from '../../cli/offline/unify-files.ts';
import { nameLikelihood } from '../../domain/unify/name-likelihood.ts';
import type { UnifiedEntity } from '../../domain/unify/plan.ts';
import { openDuckDb } from '../../platform/duckdb/open-duckdb.ts';
import { compareNames } from '../../platform/duckdb/unify/compare-names.ts';

interface NameCase {
  readonly id: string;
  readonly kind: 'company' | 'person';
  readonly name1: string;
  readonly name2: string;
  readonly match: boolean;
}

/** A set of records with known clusters, and what Splink's recipe reaches on it (shared/evaluation/README.md). */
interface RecordSet {
  readonly set: string;
  readonly entity: UnifiedEntity;
  readonly splink: string;
}

const recordSets: readonly RecordSet[] = [
  { set: 'people_fake1000', entity: 'contact', splink: 'clusters F1 .919' },
  {
    set: 'companies_fodors_zagats',
    entity: 'account',
    splink: 'clusters F1 .929, cross-source pairs F1 .965',
  },
];

/** Scores lines by the cases' own scorer. */
export type Score = (set: string, lines: readonly object[], ...more: string[]) => void;

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

/** Clusters that hold records of several things, and are sure of it. */
function printErrors(folder: string, set: string, records: readonly PlacedRecord[]): void {
  const truth = new Map(
    rowsOf(join(folder, 'entities', `${set}.truth.csv`)).map(([id = '', thing = '']) => [id, thing]),
  );
  const clusters = Map.groupBy(records, ({ cluster }) => cluster);
  for (const members of clusters.values()) {
    const sure = members.filter(({ confidence }) => confidence > 0.85);
    if (new Set(sure.map(({ id }) => truth.get(id))).size > 1)
      console.log(`   wrong above 0.85: ${sure.map(({ id, label }) => `${id} ${label}`).join(' + ')}`);
  }
}

async function evaluateRecords(
  folder: string,
  { set, entity, splink }: RecordSet,
  score: Score,
): Promise<void> {
  const found = await unifyFiles({
    entity,
    paths: [join(folder, 'entities', `${set}.csv`)],
    id: 'record_id',
    source: undefined,
  });
  const lines = found.records.map(({ id, cluster, confidence }) => ({ id, cluster, confidence }));
  console.log(
    `${set}: ${found.records.length} records, ${found.clusters} things. Splink's recipe: ${splink}`,
  );
  score(set, lines);
  console.log('pairs of two sources alone:');
  score(set, lines, '--cross-source');
  printErrors(folder, set, found.records);
  console.log('');
}

async function evaluateNames(folder: string, score: Score): Promise<void> {
  const cases = readFileSync(join(folder, 'entities', 'name_pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as NameCase);
  const spillFolder = mkdtempSync(join(tmpdir(), 'autonomos-eval-'));
  const { connection, close } = await openDuckDb({ memoryMb: 320, threads: 2, spillFolder });
  const lines: { id: string; confidence: number }[] = [];
  try {
    for (const [kind, entity] of [
      ['company', 'account'],
      ['person', 'contact'],
    ] as const) {
      const asked = cases.filter((one) => one.kind === kind);
      const pairs = asked.map(({ id, name1, name2 }) => ({ id, left: name1, right: name2 }));
      const levels = await compareNames(connection, entity, pairs);
      for (const { id, name1, name2, match } of asked) {
        const confidence = nameLikelihood(entity, levels.get(id) ?? []);
        lines.push({ id, confidence });
        if (confidence > 0.85 && !match)
          console.log(`   wrong above 0.85: ${confidence} ${name1} + ${name2}`);
      }
    }
  } finally {
    close();
    rmSync(spillFolder, { recursive: true, force: true });
  }
  console.log('name_pairs (the likelihoods per level were read off these cases):');
  score('name_pairs', lines);
}

/** Prints what unification reaches on the record sets of a folder, beside Splink's figures. */
export async function evaluateEntities(folder: string, score: Score): Promise<void> {
  if (!existsSync(join(folder, 'entities'))) {
    console.log(`No record sets in ${folder}: unification is not evaluated.`);
    return;
  }
  console.log(
    'Unification: one configuration for all sets, weights estimated from the records without labels.\n',
  );
  for (const one of recordSets) await evaluateRecords(folder, one, score);
  await evaluateNames(folder, score);
}
