/**
 * Fits what values say for a rename on real tables with made-up renames, writes it, and prints how right it is on tables of
 * families that were not fitted on. `node bench/train/values.ts [DATA FOLDER]`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import { matchFields } from '../../domain/repair/match-fields.ts';
import { renameModel } from '../../domain/repair/rename-model.ts';
import { valueFeatures } from '../../domain/repair/value-features.ts';
import type { ValueModel } from '../../domain/repair/value-model.ts';
import { calibrationError } from '../eval/calibration.ts';
import type { ValueCase } from '../eval/value-cases.ts';
import { makeCase, readTables, rowChoices } from '../eval/value-cases.ts';
import type { Sample } from './fit-logistic.ts';
import { fitLogistic, rounded } from './fit-logistic.ts';
import { leaveOneGroupOut } from './folds.ts';

const turns = 12;
const ridge = 2;

interface Made {
  readonly family: string;
  readonly choice: string;
  readonly one: ValueCase;
}

const samplesOf = ({ one }: Made): readonly Sample[] =>
  one.question.lost.flatMap(({ name: from }) =>
    one.question.fresh.flatMap(({ name: to }): Sample[] => {
      const [before, after] = [one.before.get(from), one.after.get(to)];
      const features = before && after ? valueFeatures(before, after) : undefined;
      if (features === undefined) return [];
      // A quarter of a pair's weight: cases made of one table say little more than one of them.
      return [{ features, right: one.truth.get(from) === to, weight: 0.25 }];
    }),
  );

/** How likely a pair is before anything is known of it, among the samples. */
const priorOf = (samples: readonly Sample[]): number =>
  rounded(samples.filter(({ right }) => right).length / samples.length);

const asModel = (fitted: EvidenceModel, prior: number): ValueModel => ({ ...fitted, prior });

const tables = readTables(process.argv[2] ?? '../shared/data');
if (tables.length === 0) {
  console.error('No tables found. Name their folder: node bench/train/values.ts FOLDER');
  process.exit(2);
}
const made = tables.flatMap((table, at) =>
  rowChoices.flatMap((choice) =>
    Array.from({ length: turns }, (_, turn): Made => {
      const others = tables.filter(({ family }) => family !== table.family);
      return {
        family: table.family,
        choice,
        one: makeCase(table, others, { choice, seed: 1_000 * at + turn + 1 }),
      };
    }),
  ),
);
const samples = made.flatMap(samplesOf);
const prior = priorOf(samples);
const unseen = leaveOneGroupOut(made, ({ family }) => family, samplesOf, ridge);

const answers = made.flatMap(({ family, choice, one }) => {
  const { question, before, after, truth } = one;
  const evidence = (lost: string, fresh: string) => ({ before: before.get(lost), after: after.get(fresh) });
  const model = asModel(unseen.get(family) ?? { intercept: 0, weights: {} }, prior);
  return matchFields(question, evidence, renameModel, model).map(({ from, to, confidence, reasons }) => ({
    what: `${one.table} ${from} → ${to} ${reasons
      .slice(0, 3)
      .map(({ signal, weight }) => `${signal} ${weight}`)
      .join(', ')}`,
    choice,
    confidence,
    right: truth.get(from) === to,
  }));
});

const share = (part: number, whole: number): number => rounded(part / Math.max(1, whole));
const figures = Object.fromEntries(
  [...rowChoices, 'all'].map((choice) => {
    const said = answers.filter((one) => choice === 'all' || one.choice === choice);
    const renames = made
      .filter((one) => choice === 'all' || one.choice === choice)
      .reduce((sum, { one }) => sum + one.truth.size, 0);
    const above = (least: number) => said.filter(({ confidence }) => confidence > least);
    const right = (list: typeof said): number => list.filter((one) => one.right).length;
    const [likely, sure] = [above(0.6), above(0.85)];
    return [
      choice,
      {
        renames,
        precisionFrom60: share(right(likely), likely.length),
        recallFrom60: share(right(likely), renames),
        answersAbove85: sure.length,
        precisionAbove85: share(right(sure), sure.length),
        recallAbove85: share(right(sure), renames),
        calibrationError: rounded(calibrationError(said)),
      },
    ];
  }),
);
const measured =
  'renames that share no word and no meaning, out of fold, one family of tables left out at a time; by the rows read before and after';
const model = asModel(fitLogistic(samples, ridge), prior);
writeFileSync(
  join(import.meta.dirname, '../../domain/repair/value-model.json'),
  `${JSON.stringify({ measured, tables: tables.length, figures, ridge, ...model }, null, 2)}\n`,
);
console.log(`${tables.length} tables of ${new Set(tables.map(({ family }) => family)).size} families`);
console.table(figures);
console.log(model);
for (const { what, confidence, right, choice } of answers)
  if (!right && confidence > 0.85) console.log(`wrong: ${confidence.toFixed(3)} ${choice}: ${what}`);
