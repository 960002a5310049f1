import type { Reason } from '../schema/changes.ts';
import { byCodeUnit } from '../schema/code-units.ts';
import { assign } from './assignment.ts';
import type { EvidenceModel } from './evidence-model.ts';
import { logOddsOf, reasonsOf, sigmoid } from './evidence-model.ts';
import type { MappingQuestion } from './mapping-features.ts';
import { mappingFeatures } from './mapping-features.ts';
import { mappingModel } from './mapping-model.ts';
import { sampleReasons } from './sample-evidence.ts';

/** What a source field most likely is. */
export interface FieldSuggestion {
  readonly source: string;
  /** The canonical field, or null for none. */
  readonly field: string | null;
  /** Calibrated probability of that field; of `null`, that no canonical field fits. */
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

/** Below this a field is said to have no canonical one. */
const leastShown = 0.1;

/** Names and types alone never claim more: of some thousand fields that nobody has seen, a few are always odd. */
const atMost = 0.985;

interface Weighed {
  readonly confidence: number;
  readonly reasons: () => readonly Reason[];
}

function weigh(question: MappingQuestion, model: EvidenceModel): Weighed[][] {
  return mappingFeatures(question).map((row, i) =>
    row.map((features, j) => {
      const target = question.entity.fields[j];
      if (features === undefined || target === undefined) return { confidence: 0, reasons: () => [] };
      const values = sampleReasons(target, question.fields[i]?.samples ?? []);
      const gain = values.reduce((total, { weight }) => total + weight, 0);
      const confidence = Math.min(atMost, sigmoid(logOddsOf(model, features) + gain));
      return { confidence, reasons: () => [...values, ...reasonsOf(model, features)] };
    }),
  );
}

/**
 * Assigns an object's fields to an entity's canonical fields, one to one, each with "none" as a choice. Pure and free
 * of order.
 *
 * @returns one suggestion for each source field, in the order given
 */
export function suggestFields(
  question: MappingQuestion,
  model: EvidenceModel = mappingModel,
): FieldSuggestion[] {
  const fields = [...question.fields].sort((a, b) => byCodeUnit(a.name, b.name));
  const pairs = weigh({ ...question, fields }, model);
  const columns = assign(pairs.map((row) => row.map(({ confidence }) => confidence)));
  const found = new Map(
    fields.map((field, row): [string, FieldSuggestion] => {
      const pair = pairs[row]?.[columns[row] ?? -1];
      const target = question.entity.fields[columns[row] ?? -1];
      if (pair === undefined || target === undefined || pair.confidence < leastShown) {
        const best = Math.max(0, ...(pairs[row] ?? []).map(({ confidence }) => confidence));
        return [
          field.name,
          { source: field.name, field: null, confidence: 1 - Math.min(best, 0.5), reasons: [] },
        ];
      }
      return [
        field.name,
        { source: field.name, field: target.name, confidence: pair.confidence, reasons: pair.reasons() },
      ];
    }),
  );
  return question.fields.map(
    ({ name }) => found.get(name) ?? { source: name, field: null, confidence: 1, reasons: [] },
  );
}
