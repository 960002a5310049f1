/** `npm run eval`: the matcher's and the unifier's figures on the open evaluation cases, by the cases' own scorers. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fitOutOfFold } from '../train/models.ts';
import { calibrationBins, calibrationError } from './calibration.ts';
import { evaluateEntities } from './entities.ts';
import type { Predictions } from './predictions.ts';
import { predictDrift, predictMapping, predictObjects } from './predictions.ts';
import { evaluationFolder, readCases } from './read-cases.ts';
import { evaluateRepairs } from './repairs.ts';

const folder = evaluationFolder(process.argv[2]);
if (folder === undefined) {
  console.error('No evaluation cases found. Name their folder: npm run eval -- FOLDER');
  process.exit(2);
}

function score(scorer: string, { lines }: Predictions, ...more: string[]): void {
  const input = lines.map((line) => JSON.stringify(line)).join('\n');
  const run = spawnSync('python3', [join(folder ?? '', scorer), '-', ...more], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (run.error) {
    console.error(`python3 is needed for ${scorer}: ${run.error.message}`);
    process.exitCode = 1;
  } else console.log(run.stdout + run.stderr);
}

function report(title: string, grouping: string, predictions: Predictions): void {
  const { judged } = predictions;
  const sure = judged.filter(({ confidence }) => confidence > 0.85);
  console.log(
    `${title}: ${judged.length} answers, ${sure.length} of them above 0.85 (${((100 * sure.length) / judged.length).toFixed(1)} %)`,
  );
  console.log(
    `expected calibration error, ${grouping} by ${grouping}: ${calibrationError(judged).toFixed(4)}`,
  );
  for (const bin of calibrationBins(judged)) {
    console.log(`   said ${bin.confidence.toFixed(2)}  true ${bin.right.toFixed(2)}  of ${bin.answers}`);
  }
  for (const { what, confidence } of sure.filter(({ right }) => !right)) {
    console.log(`   wrong above 0.85: ${confidence.toFixed(3)} ${what}`);
  }
  console.log('');
}

const cases = readCases(folder);
const unseen = fitOutOfFold(cases);
const drift = predictDrift(cases.drift, unseen.rename);
const mapping = predictMapping(cases.mapping, unseen.mapping);
const objects = predictObjects(cases.objects, unseen.mapping, unseen.entity);

console.log(
  'Every figure is out of fold: each repository or system is answered by a model that never saw it.\n',
);
report('Renames', 'repository', drift);
score('score_drift.py', drift);
report('Mapping', 'system', mapping);
score('score_mapping.py', mapping);
report('Objects', 'system', objects);
score('score_mapping.py', objects, '--objects');
evaluateRepairs(join(folder, '../data'));
await evaluateEntities(folder, (set, lines, ...more) => {
  score('score_entities.py', { lines, judged: [] }, '--set', set, ...more);
});
