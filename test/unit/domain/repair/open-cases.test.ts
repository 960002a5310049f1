import { fitOutOfFold } from '../../../../bench/train/models.ts';
import { calibrationError } from '../../../../bench/eval/calibration.ts';
import type { Predictions } from '../../../../bench/eval/predictions.ts';
import { predictDrift, predictMapping } from '../../../../bench/eval/predictions.ts';
import { evaluationFolder, readCases } from '../../../../bench/eval/read-cases.ts';

const folder = evaluationFolder(undefined);

const precisionFrom = (least: number, { judged }: Predictions): number => {
  const said = judged.filter(({ confidence }) => confidence > least);
  return said.filter(({ right }) => right).length / said.length;
};

describe('the matcher on open cases, each repository and system unseen by its model', () => {
  if (folder === undefined) {
    console.warn('passed over: no evaluation cases beside this checkout');
    it.skip('needs the evaluation cases', () => undefined);
    return;
  }
  const cases = readCases(folder);
  const unseen = fitOutOfFold(cases);

  it('finds renames, is right when it is sure, and says how sure it is', () => {
    const found = predictDrift(cases.drift, unseen.rename);
    const gold = cases.drift.reduce((sum, { gold: { renamed } }) => sum + renamed.length, 0);
    const likely = found.judged.filter(({ confidence }) => confidence >= 0.6);
    const right = likely.filter((each) => each.right).length;
    const f1 = (2 * right) / (likely.length + gold);
    const negatives = cases.drift.filter(({ kind }) => kind.endsWith('negative')).length;
    const hit = likely.filter(({ what }) => /^\w+_negative /.test(what)).length;
    expect(f1).toBeGreaterThanOrEqual(0.82);
    expect(hit / negatives).toBeLessThanOrEqual(0.03);
    expect(precisionFrom(0.85, found)).toBeGreaterThanOrEqual(0.97);
    expect(calibrationError(found.judged)).toBeLessThanOrEqual(0.05);
  });

  it('maps fields and is right when it is sure', () => {
    const found = predictMapping(cases.mapping, unseen.mapping);
    expect(precisionFrom(0.85, found)).toBeGreaterThanOrEqual(0.99);
    expect(calibrationError(found.judged)).toBeLessThanOrEqual(0.05);
  });
});
