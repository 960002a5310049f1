import { sumDecimals } from '../../canonical/decimal.ts';
import {
  countAt,
  counted,
  decimalAt,
  idsAt,
  moneyText,
  rounded,
  rowsOf,
  shareText,
  textAt,
} from '../cells.ts';
import { citing } from '../citing.ts';
import type { Answers, Finding, Row } from '../finding.ts';
import { mostRows } from './questions.ts';

const currenciesOf = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map((row) => textAt(row, 'currency')))].sort();

/** How this month's sum stands to that of as many days of the last one; null where there was none. */
const changeOf = (row: Row): number | null => {
  const before = countAt(row, 'last_month_to_day');
  return before > 0 ? rounded(countAt(row, 'this_month') / before - 1, 4) : null;
};

const changeText = (change: number | null): string =>
  change === null
    ? 'nothing to compare it with'
    : `${shareText(Math.abs(change))} ${change < 0 ? 'less' : 'more'} than in as many days of the month before`;

/** What was billed in the running month, by currency. */
export const judgeSpend = (rows: readonly Row[], asOf: string): Finding[] =>
  rows
    .filter((row) => countAt(row, 'charges') > 0)
    .map((row) => {
      const currency = textAt(row, 'currency');
      const change = changeOf(row);
      return {
        kind: 'spend',
        key: `spend/${currency}`,
        severity: change !== null && change > 0.25 ? 'warning' : 'info',
        title: `${moneyText(textAt(row, 'this_month'), currency)} billed in ${asOf.slice(0, 7)}`,
        summary: `${counted(countAt(row, 'charges'), 'charge')} up to ${asOf}: ${changeText(change)}.`,
        figures: {
          month: asOf.slice(0, 7),
          currency,
          charges: countAt(row, 'charges'),
          this_month: decimalAt(row, 'this_month'),
          last_month: decimalAt(row, 'last_month'),
          last_month_to_day: decimalAt(row, 'last_month_to_day'),
          change,
        },
        evidence: ['spend'],
        citations: citing('cloud_cost', idsAt(row, 'ids')),
      };
    });

const breakdowns = [
  { name: 'spend_by_service', noun: 'service', label: 'service', id: 'service' },
  { name: 'spend_by_account', noun: 'account', label: 'account_name', id: 'account' },
  { name: 'spend_by_resource', noun: 'resource', label: 'resource_name', id: 'resource_id' },
] as const;

const breakdown = (
  { name, noun, label, id }: (typeof breakdowns)[number],
  rows: readonly Row[],
  asOf: string,
): Finding | null => {
  const [largest] = rows;
  if (largest === undefined) return null;
  const currency = textAt(largest, 'currency');
  const named = (row: Row): string => textAt(row, label) || `no ${noun}`;
  const total = sumDecimals(rows.map((row) => textAt(row, 'this_month'))) ?? '0';
  const share = Number(total) > 0 ? countAt(largest, 'this_month') / Number(total) : 0;
  return {
    kind: name,
    key: `${name}/${currency}`,
    severity: 'info',
    title: `${named(largest)}: ${shareText(share)} of ${asOf.slice(0, 7)} (${currency || 'no currency'})`,
    summary: `${counted(rows.length, noun)} with ${moneyText(total, currency)} together; ${named(largest)} has ${moneyText(textAt(largest, 'this_month'), currency)}, ${changeText(changeOf(largest))}.`,
    figures: {
      month: asOf.slice(0, 7),
      currency,
      total,
      groups: rows.length,
      rows: rows.slice(0, mostRows).map((row) => ({
        id: textAt(row, id),
        name: named(row),
        ...(noun === 'service' ? { provider: textAt(row, 'provider') } : {}),
        this_month: decimalAt(row, 'this_month'),
        last_month: decimalAt(row, 'last_month'),
        change: changeOf(row),
      })),
    },
    evidence: [name],
    citations: citing(
      'cloud_cost',
      rows.slice(0, mostRows).flatMap((row) => idsAt(row, 'ids').slice(0, 1)),
    ),
  };
};

/** Spend of the running month by service, account and resource, for each currency. */
export const judgeBreakdowns = (answers: Answers, asOf: string): Finding[] =>
  breakdowns.flatMap((each) => {
    const rows = rowsOf(answers, each.name).filter((row) => countAt(row, 'charges') > 0);
    return currenciesOf(rows).flatMap((currency) => {
      const own = rows.filter((row) => textAt(row, 'currency') === currency);
      const finding = breakdown(each, own, asOf);
      return finding === null ? [] : [finding];
    });
  });
