import fc from 'fast-check';
import { forecastMonth } from '../../../../domain/agents/revops/forecast.ts';
import type { WonMonth } from '../../../../domain/agents/revops/forecast.ts';

/** Months with what the two methods would have said, as the statement over the views answers them. */
const monthsOf = (amounts: readonly number[]): WonMonth[] =>
  amounts.map((amount, at) => {
    const before = amounts.slice(Math.max(0, at - 6), at);
    const mean = before.length === 0 ? null : before.reduce((sum, each) => sum + each, 0) / before.length;
    return {
      month: `2026-${String(at + 1).padStart(2, '0')}-01`,
      amount,
      meanBefore: mean,
      monthsBefore: before.length,
      monthBefore: amounts[at - 1] ?? null,
    };
  });

test('too little history gives no forecast', () => {
  expect(forecastMonth([])).toBeNull();
  expect(forecastMonth(monthsOf([1, 2, 3, 4, 5]))).toBeNull();
  expect(forecastMonth(monthsOf([1, 2, 3, 4, 5, 6]))).not.toBeNull();
});

test('what swings about a level is forecast by its mean, what climbs by its last month', () => {
  const swinging = forecastMonth(monthsOf([100, 60, 100, 60, 100, 60, 100, 60, 100, 60]));
  expect(swinging).toMatchObject({ method: 'trailing_mean', value: 80 });
  expect(swinging!.backTest.error).toBeLessThan(swinging!.backTest.naiveError);
  expect(forecastMonth(monthsOf([10, 20, 30, 40, 50, 60, 70, 80]))).toMatchObject({
    method: 'last_month',
    value: 80,
    low: 70,
    high: 90,
    backTest: { error: 10, naiveError: 10 },
  });
});

test('the error told is never larger than that of the last month alone, and four of five tried months are in range', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 6, maxLength: 40 });
  fc.assert(
    fc.property(amounts, (given) => {
      const months = monthsOf(given);
      const forecast = forecastMonth(months)!;
      expect(forecast.backTest.error).toBeLessThanOrEqual(forecast.backTest.naiveError);
      expect(forecast.low).toBeGreaterThanOrEqual(0);
      expect(forecast.low).toBeLessThanOrEqual(forecast.value);
      expect(forecast.value).toBeLessThanOrEqual(forecast.high);
      const width = forecast.high - forecast.value;
      const tried = months.filter(({ monthsBefore }) => monthsBefore >= 3);
      const said = (month: WonMonth): number =>
        (forecast.method === 'last_month' ? month.monthBefore : month.meanBefore) ?? 0;
      const within = tried.filter((month) => Math.abs(month.amount - said(month)) <= width + 0.02);
      expect(within.length / tried.length).toBeGreaterThanOrEqual(0.8);
    }),
  );
});
