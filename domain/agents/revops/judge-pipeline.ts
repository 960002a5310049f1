import type { Json } from '../../json.ts';
import {
  countAt,
  counted,
  decimalAt,
  idsAt,
  moneyText,
  numberAt,
  rounded,
  rowsOf,
  shareText,
  textAt,
} from '../cells.ts';
import { citing } from '../citing.ts';
import type { Answers, Finding, Row } from '../finding.ts';
import { forecastMonth } from './forecast.ts';
import type { Forecast, WonMonth } from './forecast.ts';

const wonMonth = (row: Row): WonMonth => ({
  month: textAt(row, 'month'),
  amount: countAt(row, 'amount'),
  meanBefore: numberAt(row, 'mean_before'),
  monthsBefore: countAt(row, 'months_before'),
  monthBefore: numberAt(row, 'month_before'),
});

const currenciesOf = (rows: readonly Row[]): string[] =>
  [...new Set(rows.map((row) => textAt(row, 'currency')))].sort();

const methodText = ({ method }: Forecast): string =>
  method === 'trailing_mean' ? 'the mean of the last six months' : 'the last month';

/** The first month that is not over yet, seen from the evening of `asOf`. */
const forecastedMonth = (asOf: string): string =>
  new Date(Date.parse(`${asOf}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 7);

/** What will be won in the running month, by currency, with a range and the errors of the back-test. */
export const judgeForecast = (
  answers: Answers,
  asOf: string,
): { readonly findings: readonly Finding[]; readonly measures: Json } => {
  const rows = rowsOf(answers, 'monthly_won');
  const month = forecastedMonth(asOf);
  const made = currenciesOf(rows).flatMap((currency) => {
    const forecast = forecastMonth(rows.filter((row) => textAt(row, 'currency') === currency).map(wonMonth));
    const basis = rowsOf(answers, 'forecast_deals').find((row) => textAt(row, 'currency') === currency);
    // Half a year without a deal won is nothing that a forecast could rest on.
    return forecast === null || basis === undefined ? [] : [{ currency, forecast, basis }];
  });
  const findings = made.map(({ currency, forecast, basis }): Finding => {
    const { value, low, high, backTest, method } = forecast;
    return {
      kind: 'forecast',
      key: `forecast/${currency}`,
      severity: 'info',
      title: `${moneyText(value, currency)} forecast for ${month}`,
      summary:
        `Between ${moneyText(low, currency)} and ${moneyText(high, currency)} in four of five months, by ${methodText(forecast)}. ` +
        `Over ${counted(backTest.months, 'month')} its mean error was ${moneyText(backTest.error, currency)}; the last month alone would have missed by ${moneyText(backTest.naiveError, currency)}.`,
      figures: {
        month,
        currency,
        method,
        forecast: value.toFixed(2),
        low: low.toFixed(2),
        high: high.toFixed(2),
        back_test_months: backTest.months,
        back_test_error: backTest.error.toFixed(2),
        naive_error: backTest.naiveError.toFixed(2),
        won_deals: countAt(basis, 'deals'),
        won_amount: decimalAt(basis, 'amount'),
      },
      evidence: ['monthly_won', 'forecast_deals'],
      citations: citing('opportunity', idsAt(basis, 'ids')),
    };
  });
  const measures = made.map(({ currency, forecast: { method, backTest } }) => ({
    currency,
    method,
    months: backTest.months,
    error: backTest.error.toFixed(2),
    naive_error: backTest.naiveError.toFixed(2),
  }));
  return { findings, measures };
};

/** Open pipeline that closes in the next 90 days, over what was won in the last 90. */
const coverageOf = (row: Row): number | null => {
  const won = countAt(row, 'last_quarter_won');
  return won > 0 ? rounded(countAt(row, 'next_quarter') / won, 2) : null;
};

const healthText = (row: Row, currency: string): string => {
  const coverage = coverageOf(row);
  const overdue = countAt(row, 'overdue_deals');
  const parts = [
    coverage === null
      ? 'nothing was won in the last 90 days to measure the pipeline by'
      : `what closes in the next 90 days is ${coverage} times what was won in the last 90`,
    overdue === 0
      ? 'no deal is past its close date'
      : `${counted(overdue, 'deal is', 'deals are')} past the close date (${moneyText(textAt(row, 'overdue_amount'), currency)}), by ${Math.round(countAt(row, 'median_days_overdue'))} days in the median`,
    `${countAt(row, 'won_deals')} of ${countAt(row, 'closed_deals')} closed deals were won`,
  ];
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** Coverage, ageing, slippage and conversion of the open pipeline, by currency. */
export const judgePipeline = (answers: Answers, asOf: string): Finding[] =>
  rowsOf(answers, 'pipeline')
    .filter((row) => countAt(row, 'open_deals') > 0)
    .map((row) => {
      const currency = textAt(row, 'currency');
      const open = countAt(row, 'open_deals');
      const slipped = countAt(row, 'overdue_deals') / open;
      const closed = { won: countAt(row, 'won_deals'), closed: countAt(row, 'closed_deals') };
      return {
        kind: 'pipeline_health',
        key: `pipeline_health/${currency}`,
        severity: slipped > 0.3 ? 'warning' : 'info',
        title: `${counted(open, 'open deal')}, ${moneyText(textAt(row, 'open_amount'), currency)}; ${shareText(slipped)} past the close date`,
        summary: healthText(row, currency),
        figures: {
          currency,
          as_of: asOf,
          open_deals: open,
          open_amount: decimalAt(row, 'open_amount'),
          open_without_amount: countAt(row, 'open_without_amount'),
          closes_in_90_days: decimalAt(row, 'next_quarter'),
          won_in_last_90_days: decimalAt(row, 'last_quarter_won'),
          coverage: coverageOf(row),
          overdue_deals: countAt(row, 'overdue_deals'),
          overdue_amount: decimalAt(row, 'overdue_amount'),
          median_days_overdue: numberAt(row, 'median_days_overdue'),
          median_age_days: numberAt(row, 'median_age_days'),
          median_cycle_days: numberAt(row, 'median_cycle_days'),
          won_deals: closed.won,
          closed_deals: closed.closed,
          win_rate: closed.closed === 0 ? null : rounded(closed.won / closed.closed, 4),
          stages: rowsOf(answers, 'stages')
            .filter((stage) => textAt(stage, 'currency') === currency)
            .map((stage) => ({
              stage: textAt(stage, 'stage'),
              deals: countAt(stage, 'deals'),
              amount: decimalAt(stage, 'amount'),
            })),
        },
        evidence: ['pipeline', 'stages'],
        citations: citing('opportunity', idsAt(row, 'ids')),
      };
    });
