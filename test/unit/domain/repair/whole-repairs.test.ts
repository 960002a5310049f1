import { calibrationError } from '../../../../bench/eval/calibration.ts';
import { generateTables } from '../../../../bench/eval/generated-tables.ts';
import { makeRepairCase } from '../../../../bench/eval/repair-cases.ts';
import { judgeRepair } from '../../../../bench/eval/repairs.ts';

const tables = generateTables(20, 7);

const repairs = tables
  .flatMap((table, at) => {
    const others = tables.filter((other) => other !== table);
    return [1, 2].map((turn) =>
      makeRepairCase(table, others, { situation: 'the same records', seed: 10 * at + turn }),
    );
  })
  .map(judgeRepair)
  .filter((repair) => repair !== null);

test('whole repairs of tables whose records are found again are right as often as they say', () => {
  expect(repairs.length).toBeGreaterThan(25);
  expect(calibrationError(repairs)).toBeLessThanOrEqual(0.1);
  const sure = repairs.filter(({ confidence }) => confidence > 0.85);
  expect(sure.length).toBeGreaterThan(20);
  expect(sure.filter(({ right }) => !right).map(({ wrong }) => wrong)).toEqual([]);
});
