import { countAt, decimalAt, idsAt, moneyText, numberAt, rounded, rowsOf, textAt } from '../cells.ts';
import { citing } from '../citing.ts';
import type { Answers, Finding, Row } from '../finding.ts';

type Cause = 'usage' | 'price' | 'unknown' | 'several_resources';

/** More use explains the cost when it grew at least half as much as the cost did; else the unit became dearer. */
const causeOf = (row: Row): Cause => {
  const quantity = numberAt(row, 'quantity');
  const usual = numberAt(row, 'expected_quantity');
  const expected = countAt(row, 'expected');
  if (quantity === null || usual === null || usual <= 0 || expected <= 0) return 'unknown';
  const dearer = countAt(row, 'cost') / expected - 1;
  return quantity / usual - 1 >= dearer / 2 ? 'usage' : 'price';
};

const causeText = (cause: Cause, row: Row): string => {
  const quantity = rounded(countAt(row, 'quantity'), 2);
  const usual = rounded(countAt(row, 'expected_quantity'), 2);
  return {
    usage: `it was used more: ${quantity} instead of ${usual} units`,
    price: `its use was much as always (${quantity} instead of ${usual} units), so each unit cost more`,
    unknown: 'its use is not recorded',
    several_resources: 'no resource of it stands out: many grew, or there are new ones',
  }[cause];
};

const placeOf = (row: Row): string =>
  textAt(row, 'resource_name') ||
  textAt(row, 'resource_id') ||
  textAt(row, 'service') ||
  'an unnamed service';

const anomaly = (row: Row, question: string, cause: Cause): Finding => {
  const currency = textAt(row, 'currency');
  const expected = countAt(row, 'expected');
  const times = expected > 0 ? rounded(countAt(row, 'cost') / expected, 1) : null;
  const like =
    textAt(row, 'baseline') === 'weekday'
      ? `the same weekday of ${countAt(row, 'compared_days')} weeks before`
      : `the ${countAt(row, 'compared_days')} days before`;
  return {
    kind: 'cost_anomaly',
    key: `cost_anomaly/${currency}/${textAt(row, 'service')}/${textAt(row, 'resource_id')}/${textAt(row, 'day')}`,
    severity: countAt(row, 'cost') - expected >= 1_000 ? 'critical' : 'warning',
    title: `${placeOf(row)} cost ${moneyText(textAt(row, 'cost'), currency)} on ${textAt(row, 'day')}${times === null ? '' : `, ${times} times the usual`}`,
    summary: `${moneyText(expected, currency)} was to be expected by ${like}. Likely cause: ${causeText(cause, row)}.`,
    figures: {
      day: textAt(row, 'day'),
      currency,
      provider: textAt(row, 'provider'),
      service: textAt(row, 'service'),
      resource_id: textAt(row, 'resource_id') || null,
      cost: decimalAt(row, 'cost'),
      expected: rounded(expected, 4),
      excess: rounded(countAt(row, 'cost') - expected, 4),
      score: rounded(countAt(row, 'score'), 2),
      quantity: decimalAt(row, 'quantity') || null,
      expected_quantity: numberAt(row, 'expected_quantity'),
      baseline: textAt(row, 'baseline'),
      compared_days: countAt(row, 'compared_days'),
      cause,
    },
    evidence: [question],
    citations: citing('cloud_cost', idsAt(row, 'ids')),
  };
};

const placeAndDay = (row: Row): string =>
  JSON.stringify(['currency', 'provider', 'service', 'day'].map((column) => textAt(row, column)));

/** Unusual days of single resources, and of whole services where no single resource explains them. */
export const judgeAnomalies = (answers: Answers): Finding[] => {
  const resources = rowsOf(answers, 'resource_anomalies');
  const explained = new Set(resources.map(placeAndDay));
  const services = rowsOf(answers, 'service_anomalies').filter((row) => !explained.has(placeAndDay(row)));
  return [
    ...resources.map((row) => anomaly(row, 'resource_anomalies', causeOf(row))),
    ...services.map((row) => anomaly(row, 'service_anomalies', 'several_resources')),
  ];
};
