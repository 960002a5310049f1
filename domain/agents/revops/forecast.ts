import { rounded } from '../cells.ts';

/** A complete month: what was won, and what two methods would have said the day before it began. */
export interface WonMonth {
  /** YYYY-MM-01. */
  readonly month: string;
  readonly amount: number;
  /** Mean of up to six months before; null where there is none. */
  readonly meanBefore: number | null;
  readonly monthsBefore: number;
  readonly monthBefore: number | null;
}

export interface BackTest {
  /** Months that were forecast from those before them. */
  readonly months: number;
  /** Mean absolute errors in currency units. */
  readonly error: number;
  readonly naiveError: number;
}

export interface Forecast {
  readonly method: 'trailing_mean' | 'last_month';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly backTest: BackTest;
}

/** A mean of fewer months says too little to be tried. */
const fewestBefore = 3;
/** Fewer tried months give no range. */
const fewestTried = 3;
const rangeShare = 0.8;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest error that is at least as large as this share of them. */
const quantile = (values: readonly number[], share: number): number => {
  const ordered = [...values].sort((one, other) => one - other);
  return ordered[Math.min(ordered.length - 1, Math.ceil(share * ordered.length) - 1)] ?? 0;
};

/**
 * Forecast of the month after the last one: the mean of the six months before, unless the last month alone would have been
 * nearer in the back-test. The range holds four of five errors of the back-test. Null where there is too little history.
 */
export const forecastMonth = (months: readonly WonMonth[]): Forecast | null => {
  const tried = months.flatMap(({ amount, meanBefore, monthBefore, monthsBefore }) =>
    meanBefore === null || monthBefore === null || monthsBefore < fewestBefore
      ? []
      : [{ error: Math.abs(amount - meanBefore), naiveError: Math.abs(amount - monthBefore) }],
  );
  const last = months.at(-1);
  if (last === undefined || tried.length < fewestTried) return null;
  const meanError = mean(tried.map(({ error }) => error));
  const naiveError = mean(tried.map((each) => each.naiveError));
  const naive = naiveError < meanError;
  const value = naive ? last.amount : mean(months.slice(-6).map(({ amount }) => amount));
  const width = quantile(
    tried.map((each) => (naive ? each.naiveError : each.error)),
    rangeShare,
  );
  return {
    method: naive ? 'last_month' : 'trailing_mean',
    value: rounded(value, 2),
    low: rounded(Math.max(0, value - width), 2),
    high: rounded(value + width, 2),
    backTest: {
      months: tried.length,
      error: rounded(naive ? naiveError : meanError, 2),
      naiveError: rounded(naiveError, 2),
    },
  };
};
