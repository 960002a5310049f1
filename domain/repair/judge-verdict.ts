import type { Reason } from '../schema/changes.ts';
import { logit, sigmoid } from './evidence-model.ts';
import type { Verdict } from './judge-question.ts';
import { isPlainName } from './outbound-text.ts';

/** What the evidence found for a field before anybody was asked. */
export interface Found {
  readonly choice: string | null;
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

export interface Borders {
  /** From here on a repair is proposed to a person. */
  readonly review: number;
  /** Above this it may be applied by itself. */
  readonly automatic: number;
}

/** The most that a model moves the log-odds, at its own confidence 1. */
const mostShift = 1.2;

const valueSignals = new Set(['same records', 'values', 'shape of values', 'empty values', 'samples']);

/** Whether values or types speak against it. */
const isContradicted = (reasons: readonly Reason[]): boolean => {
  const values = reasons.filter(({ signal }) => valueSignals.has(signal));
  const types = reasons.filter(({ signal }) => signal === 'type far' || signal === 'type wrong');
  return [values, types].some((part) => part.reduce((sum, { weight }) => sum + weight, 0) < 0);
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const reasonOf = (weight: number, text: string): Reason => ({
  signal: 'language model',
  weight: Math.round(weight * 100) / 100,
  text,
});

/**
 * Adds a model's verdict to the evidence. The pairing stays the evidence's own; the model moves its confidence by at most
 * 1.2 in log-odds and never over a border that matters: nothing gets into the automatic band or out of it, nothing that was
 * worth showing to a person sinks below that, and what values or types contradict does not rise at all. So a model that
 * obeys every injection changes at most how early a person is asked about the evidence's own choice.
 */
export function weighVerdict<F extends Found>(found: F, verdict: Verdict | undefined, borders: Borders): F {
  const { choice, confidence, reasons } = found;
  if (verdict === undefined || choice === null || confidence <= 0 || confidence > borders.automatic)
    return found;
  const agrees = verdict.choice === choice;
  if (agrees && (isContradicted(reasons) || !isPlainName(choice))) return found;
  const shift = mostShift * verdict.confidence * (agrees ? 1 : -1);
  if (shift === 0) return found;
  const moved = sigmoid(logit(confidence) + shift);
  const floor = confidence >= borders.review ? borders.review : 0;
  const bounded = agrees
    ? Math.min(borders.automatic, Math.max(confidence, moved))
    : Math.max(floor, Math.min(confidence, moved));
  if (bounded === confidence) return found;
  const says = agrees
    ? 'it means the same'
    : verdict.choice === null
      ? 'no candidate means the same'
      : `${verdict.choice} is more likely`;
  const text = `the language model says that ${says} (its own confidence: ${percent(verdict.confidence)})`;
  return {
    ...found,
    confidence: bounded,
    reasons: [...reasons, reasonOf(logit(bounded) - logit(confidence), text)],
  };
}
