/** Fits the matcher's coefficients on the open evaluation cases and writes them, with their out-of-fold figures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calibrationError } from '../eval/calibration.ts';
import type { Predictions } from '../eval/predictions.ts';
import { predictDrift, predictMapping, predictObjects } from '../eval/predictions.ts';
import { evaluationFolder, readCases } from '../eval/read-cases.ts';
import { fitAll, fitOutOfFold, ridge } from './models.ts';

const folder = evaluationFolder(process.argv[2]);
if (folder === undefined) {
  console.error('No evaluation cases found. Name their folder: node bench/train/main.ts FOLDER');
  process.exit(2);
}
const cases = readCases(folder);
const fitted = fitAll(cases);
const unseen = fitOutOfFold(cases);

const share = (count: number, total: number): number => Math.round((1e4 * count) / Math.max(1, total)) / 1e4;

function figures({ judged }: Predictions, grouping: string) {
  const sure = judged.filter(({ confidence }) => confidence > 0.85);
  const likely = judged.filter(({ confidence }) => confidence >= 0.6);
  const right = (list: Predictions['judged']): number => list.filter((each) => each.right).length;
  return {
    measured: `out of fold, one ${grouping} left out at a time`,
    answers: judged.length,
    precisionFrom60: share(right(likely), likely.length),
    answersAbove85: sure.length,
    precisionAbove85: share(right(sure), sure.length),
    calibrationError: share(calibrationError(judged), 1),
  };
}

function write(name: keyof typeof fitted, predictions: Predictions, grouping: string): void {
  const path = join(import.meta.dirname, `../../domain/repair/${name}-model.json`);
  const content = { figures: figures(predictions, grouping), ridge: ridge[name], ...fitted[name] };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  console.log(name, content.figures);
}

write('rename', predictDrift(cases.drift, unseen.rename), 'repository');
write('mapping', predictMapping(cases.mapping, unseen.mapping), 'system');
write('entity', predictObjects(cases.objects, unseen.mapping, unseen.entity), 'system');
