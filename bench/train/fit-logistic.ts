import type { EvidenceModel, Features } from '../../domain/repair/evidence-model.ts';
import { sigmoid } from '../../domain/repair/evidence-model.ts';

export interface Sample {
  readonly features: Features;
  readonly right: boolean;
  readonly weight: number;
}

/** Solves a·x = b for a symmetric positive definite matrix, by elimination with row pivoting. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const rows = matrix.map((row, at) => Float64Array.from([...row, right[at] ?? 0]));
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row += 1) {
      if (Math.abs(at(row, pivot)) > Math.abs(at(best, pivot))) best = row;
    }
    const taken = rows[best];
    const given = rows[pivot];
    if (taken === undefined || given === undefined) break;
    rows[best] = given;
    rows[pivot] = taken;
    for (let row = 0; row < size; row += 1) {
      const factor = row === pivot ? 0 : at(row, pivot) / at(pivot, pivot);
      const target = rows[row];
      if (factor === 0 || target === undefined) continue;
      for (let column = pivot; column <= size; column += 1) {
        target[column] = at(row, column) - factor * at(pivot, column);
      }
    }
  }
  return Float64Array.from({ length: size }, (_, row) => at(row, size) / at(row, row));
}

/** A row's non-zero columns and their values; column 0 is the intercept. */
interface SparseRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

function sparse(features: Features, names: readonly string[]): SparseRow {
  const filled = names
    .map((name, at) => [at + 1, features[name] ?? 0] as const)
    .filter(([, value]) => value !== 0);
  return {
    columns: [0, ...filled.map(([column]) => column)],
    values: [1, ...filled.map(([, value]) => value)],
  };
}

const product = ({ columns, values }: SparseRow, weights: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < columns.length; at += 1) sum += (values[at] ?? 0) * (weights[columns[at] ?? 0] ?? 0);
  return sum;
};

/** Adds one sample's part to the gradient and to the lower half of the Hessian. */
function addSample(row: SparseRow, error: number, curvature: number, into: Derivatives): void {
  const { columns, values } = row;
  for (let a = 0; a < columns.length; a += 1) {
    const column = columns[a] ?? 0;
    const value = values[a] ?? 0;
    into.gradient[column] = (into.gradient[column] ?? 0) + error * value;
    const line = into.hessian[column];
    if (line === undefined) continue;
    for (let b = 0; b <= a; b += 1) {
      const other = columns[b] ?? 0;
      line[other] = (line[other] ?? 0) + curvature * value * (values[b] ?? 0);
    }
  }
}

interface Derivatives {
  readonly gradient: Float64Array;
  readonly hessian: readonly Float64Array[];
}

/** Gradient and Hessian of the penalised log-loss; the intercept is not penalised. */
function derivatives(
  rows: readonly SparseRow[],
  samples: readonly Sample[],
  weights: Float64Array,
  ridge: number,
): Derivatives {
  const size = weights.length;
  const gradient = Float64Array.from(weights, (weight, at) => (at === 0 ? 0 : ridge * weight));
  const hessian = Array.from({ length: size }, (_, at) => {
    const row = new Float64Array(size);
    row[at] = at === 0 ? 1e-6 : ridge;
    return row;
  });
  rows.forEach((row, index) => {
    const sample = samples[index];
    if (sample === undefined) return;
    const probability = sigmoid(product(row, weights));
    const error = sample.weight * (probability - Number(sample.right));
    const curvature = sample.weight * Math.max(1e-6, probability * (1 - probability));
    addSample(row, error, curvature, { gradient, hessian });
  });
  hessian.forEach((line, a) => {
    for (let b = a + 1; b < size; b += 1) line[b] = hessian[b]?.[a] ?? 0;
  });
  return { gradient, hessian };
}

/** Four decimals: what a coefficient is written with. */
export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Logistic regression with a ridge penalty, by Newton's method; deterministic. */
export function fitLogistic(samples: readonly Sample[], ridge: number): EvidenceModel {
  const names = [...new Set(samples.flatMap(({ features }) => Object.keys(features)))].sort();
  const rows = samples.map(({ features }) => sparse(features, names));
  const weights = new Float64Array(names.length + 1);
  for (let round = 0; round < 60; round += 1) {
    const { gradient, hessian } = derivatives(rows, samples, weights, ridge);
    const step = solve(hessian, gradient);
    step.forEach((value, at) => {
      weights[at] = (weights[at] ?? 0) - value;
    });
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  const [intercept = 0, ...rest] = weights;
  return {
    intercept: rounded(intercept),
    weights: Object.fromEntries(names.map((name, at) => [name, rounded(rest[at] ?? 0)])),
  };
}
