import { assign } from '../../domain/repair/assignment.ts';
import type { EvidenceModel } from '../../domain/repair/evidence-model.ts';
import { logOddsOf, sigmoid } from '../../domain/repair/evidence-model.ts';
import type { DriftCase } from '../eval/read-cases.ts';
import type { Sample } from './fit-logistic.ts';
import { fitLogistic, rounded } from './fit-logistic.ts';
import { renameQuestion, renameSamples } from './samples.ts';

/** The pairs that the matcher would answer, with the log-odds it would give them. */
function answered(drift: DriftCase, model: EvidenceModel): Sample[] {
  const { lost, fresh } = renameQuestion(drift);
  const samples = renameSamples(drift);
  const odds = lost.map((_, i) =>
    fresh.map((__, j) => {
      const sample = samples[i * fresh.length + j];
      return sample === undefined ? -Infinity : logOddsOf(model, sample.features);
    }),
  );
  return assign(odds.map((row) => row.map(sigmoid))).flatMap((column, row) => {
    const sample = samples[row * fresh.length + column];
    if (column < 0 || sample === undefined) return [];
    return [{ features: { odds: odds[row]?.[column] ?? 0 }, right: sample.right, weight: 1 }];
  });
}

/**
 * Platt scaling (J. Platt 1999) by group: a slope and an intercept, fitted on answers to groups that the answering
 * model had not seen, and folded into the model's own weights.
 */
export function stretched(
  model: EvidenceModel,
  unseen: ReadonlyMap<string, EvidenceModel>,
  cases: readonly DriftCase[],
): EvidenceModel {
  const judged = cases.flatMap((one) => {
    const answering = unseen.get(one.repo);
    return answering === undefined ? [] : answered(one, answering);
  });
  const { intercept, weights } = fitLogistic(judged, 1e-6);
  const slope = weights['odds'] ?? 1;
  return {
    intercept: rounded(model.intercept * slope + intercept),
    weights: Object.fromEntries(
      Object.entries(model.weights).map(([name, weight]) => [name, rounded(weight * slope)]),
    ),
  };
}
