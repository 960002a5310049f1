/** Whole repairs, as they are proposed: how often one that is given so much confidence is right in all that it changes. */
import { join } from 'node:path';
import { canonicalEntities } from '../../domain/canonical/canonical-entities.ts';
import { proposeChanges } from '../../domain/repair/propose.ts';
import { findRenames, renameQuestion } from '../../domain/repair/rename-evidence.ts';
import { mappedAgreement } from '../../domain/repair/record-pairs.ts';
import type { FieldChange } from '../../domain/repair/repair.ts';
import { diffObjects } from '../../domain/schema/diff.ts';
import { lostPaths } from '../../domain/schema/lost-paths.ts';
import { calibrationError } from './calibration.ts';
import { generateTables } from './generated-tables.ts';
import { makeRepairCase, situations } from './repair-cases.ts';
import type { RepairCase, Situation } from './repair-cases.ts';
import { fieldPath } from '../../domain/repair/lost-sources.ts';
import { readTables } from './value-cases.ts';
import type { Table } from './value-cases.ts';

interface JudgedRepair {
  readonly situation: Situation;
  readonly confidence: number;
  /** All that it changes is right. */
  readonly right: boolean;
  /** And nothing that has a successor was left out. */
  readonly complete: boolean;
  /** Changes that it makes. */
  readonly changes: number;
  readonly wrong: readonly string[];
}

/** True when the change reads what the truth says, and gives every record the canonical value that it had. */
const isTrue = ({ truth, all, mapping }: RepairCase, change: FieldChange): boolean => {
  const successors = new Map([...truth].map(([lost, found]) => [fieldPath(lost), fieldPath(found)]));
  const wanted = change.before?.from.map((path) => successors.get(path) ?? path);
  if (JSON.stringify(wanted) !== JSON.stringify(change.found)) return false;
  const field = canonicalEntities[mapping.entity].fields.find(({ name }) => name === change.field);
  if (field === undefined || change.before === null || change.after === null) return false;
  const { before, after } = change;
  const now = mappedAgreement(all, field, { before, after });
  const was = mappedAgreement(
    all.map((pair) => ({ ...pair, after: pair.before })),
    field,
    { before, after: before },
  );
  return now.equal === now.records && now.records === was.records && now.refused <= was.refused;
};

/** Proposes a repair and holds it against the truth; null where nothing is selected. */
export const judgeRepair = (one: RepairCase): JudgedRepair | null => {
  const { baseline, current, mapping, pairs, profiles, situation, truth } = one;
  const found = findRenames(renameQuestion(baseline, current), { pairs, profiles, mappings: [mapping] });
  const lost = lostPaths(diffObjects(baseline, current));
  const { mappings, confidence } = proposeChanges({ baseline, current, lost, ...found }, [mapping], pairs);
  const chosen = mappings
    .flatMap(({ changes }) => changes.map(({ change }) => change))
    .filter(({ selected }) => selected);
  if (chosen.length === 0) return null;
  const wrong = chosen.filter((change) => !isTrue(one, change));
  const due = Object.values(mapping.fields).filter(({ from }) =>
    from.some((path) => [...truth.keys()].map(fieldPath).includes(path)),
  );
  return {
    situation,
    confidence,
    right: wrong.length === 0,
    complete: chosen.length >= due.length,
    changes: chosen.length,
    wrong: wrong.map(({ lost: was, found: is }) => `${was.join(', ')} → ${is.join(', ')}`),
  };
};

const bands = [0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95] as const;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

const printBands = (title: string, repairs: readonly JudgedRepair[]): void => {
  const error = calibrationError(repairs).toFixed(3);
  console.log(
    `${title}: ${repairs.length} repairs of ${mean(repairs.map(({ changes }) => changes)).toFixed(1)} changes, expected calibration error ${error}`,
  );
  bands.forEach((from, at) => {
    const to = bands[at + 1] ?? 1.01;
    const inside = repairs.filter(({ confidence }) => confidence >= from && confidence < to);
    if (inside.length === 0) return;
    const right = inside.filter((repair) => repair.right);
    console.log(
      `   from ${from.toFixed(2)}  said ${mean(inside.map(({ confidence }) => confidence)).toFixed(3)}  right ${percent(right.length / inside.length)} of ${inside.length}  whole ${percent(inside.filter(({ complete }) => complete).length / inside.length)}`,
    );
  });
  console.log('');
};

const seedsOf = { generated: 4, real: 6 } as const;

const casesOf = (tables: readonly Table[], seeds: number, first: number): readonly RepairCase[] =>
  tables.flatMap((table, place) => {
    const others = tables.filter(({ family }) => family !== table.family);
    return situations.flatMap((situation, turn) =>
      Array.from({ length: seeds }, (_, seed) =>
        makeRepairCase(table, others, { situation, seed: first + 1_000 * place + 100 * turn + seed }),
      ),
    );
  });

/** Makes whole repairs of generated tables, and of the real ones below `data`, and prints what they said and were. */
export const evaluateRepairs = (data: string): void => {
  const generated = casesOf(generateTables(60, 20_261_121), seedsOf.generated, 1);
  const real = casesOf(readTables(data), seedsOf.real, 500_000);
  const judgeAll = (cases: readonly RepairCase[]): readonly JudgedRepair[] =>
    cases.map(judgeRepair).filter((repair) => repair !== null);
  for (const [title, repairs] of [
    ['Whole repairs of generated tables', judgeAll(generated)],
    [`Whole repairs of real tables (${join(data)})`, judgeAll(real)],
  ] as const) {
    if (repairs.length === 0) {
      console.log(`${title}: there are none`);
      continue;
    }
    printBands(title, repairs);
    for (const situation of situations)
      printBands(
        `   ${situation}`,
        repairs.filter((repair) => repair.situation === situation),
      );
    for (const { confidence, wrong, situation } of repairs)
      if (wrong.length > 0 && confidence > 0.85)
        console.log(`   wrong above 0.85: ${confidence.toFixed(3)} ${situation}: ${wrong.join('; ')}`);
  }
};
