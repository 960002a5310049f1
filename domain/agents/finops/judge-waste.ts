import { countAt, counted, decimalAt, idsAt, moneyText, textAt } from '../cells.ts';
import { citing } from '../citing.ts';
import type { Finding, Row } from '../finding.ts';
import { daysLookedAt, idleDays } from './questions.ts';

const nameOf = (row: Row): string => textAt(row, 'resource_name') || textAt(row, 'resource_id');

/** Resources that are paid for and not used. */
export const judgeIdle = (rows: readonly Row[]): Finding[] =>
  rows.map((row) => {
    const currency = textAt(row, 'currency');
    return {
      kind: 'idle_resource',
      key: `idle_resource/${currency}/${textAt(row, 'resource_id')}`,
      severity: 'notice',
      title: `${nameOf(row)} is idle and cost ${moneyText(textAt(row, 'billed'), currency)}`,
      summary: `${textAt(row, 'service')} of ${textAt(row, 'provider')}: nothing was used on the last ${idleDays} days; the sum is of ${daysLookedAt} days.`,
      figures: {
        currency,
        resource_id: textAt(row, 'resource_id'),
        billed: decimalAt(row, 'billed'),
        days: daysLookedAt,
        idle_days: countAt(row, 'idle_days'),
        idle_resources: countAt(row, 'idle_resources'),
      },
      evidence: ['idle'],
      citations: [
        ...citing('cloud_resource', [textAt(row, 'golden_id')]),
        ...citing('cloud_cost', idsAt(row, 'ids')),
      ],
    };
  });

/** What is spent on resources that nobody can be asked about, by currency. */
export const judgeUntagged = (rows: readonly Row[]): Finding[] =>
  [...new Set(rows.map((row) => textAt(row, 'currency')))].sort().flatMap((currency): Finding[] => {
    const own = rows.filter((row) => textAt(row, 'currency') === currency);
    const [first] = own;
    if (first === undefined) return [];
    const resources = countAt(first, 'in_currency');
    const billed = decimalAt(first, 'billed_in_currency');
    return [
      {
        kind: 'untagged_resources',
        key: `untagged_resources/${currency}`,
        severity: 'notice',
        title: `${counted(resources, 'resource')} without tags cost ${moneyText(billed, currency)}`,
        summary: `In ${daysLookedAt} days; ${nameOf(first)} is the largest of them with ${moneyText(textAt(first, 'billed'), currency)}.`,
        figures: {
          currency,
          resources,
          billed,
          days: daysLookedAt,
          rows: own.map((row) => ({
            resource_id: textAt(row, 'resource_id'),
            name: nameOf(row),
            billed: decimalAt(row, 'billed'),
          })),
        },
        evidence: ['untagged'],
        // A tenant whose costs are mapped and whose resources are not has the charges alone.
        citations: own.flatMap((row) => {
          const resource = citing('cloud_resource', [textAt(row, 'golden_id')]);
          return resource.length > 0 ? resource : citing('cloud_cost', idsAt(row, 'ids').slice(0, 1));
        }),
      },
    ];
  });
