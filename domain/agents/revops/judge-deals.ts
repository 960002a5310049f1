import { countAt, counted, decimalAt, moneyText, numberAt, shareText, textAt } from '../cells.ts';
import { citing } from '../citing.ts';
import type { Finding, Row, WantedChange } from '../finding.ts';
import { forecastCategory, scoreDeal } from './deal-score.ts';
import type { DealScore, Outcomes } from './deal-score.ts';

const outcomes = (row: Row, whose: 'owner' | 'account'): Outcomes | null => {
  const closed = numberAt(row, `${whose}_closed`);
  return closed === null ? null : { won: countAt(row, `${whose}_won`), closed };
};

const scoreOf = (row: Row): DealScore =>
  scoreDeal({
    stage: textAt(row, 'stage'),
    probability: numberAt(row, 'probability'),
    all: { won: countAt(row, 'all_won'), closed: countAt(row, 'all_closed') },
    owner: outcomes(row, 'owner'),
    account: outcomes(row, 'account'),
    daysOverdue: numberAt(row, 'days_overdue'),
    daysUntouched: numberAt(row, 'days_untouched'),
    cycleDays: numberAt(row, 'cycle_days'),
  });

const amountText = (row: Row): string =>
  textAt(row, 'amount') === '' ? 'no amount' : moneyText(textAt(row, 'amount'), textAt(row, 'currency'));

const categoryChange = (row: Row, { score }: DealScore): WantedChange => {
  const value = forecastCategory(score);
  return {
    target: 'forecast_category',
    entity: 'opportunity',
    goldenId: textAt(row, 'id'),
    value,
    summary: `Set the forecast category of ${textAt(row, 'name')} to ${value}: its score is ${shareText(score)}`,
  };
};

/** A score with reasons for each of the largest open deals. */
export const judgeDeals = (rows: readonly Row[]): Finding[] =>
  rows.map((row) => {
    const scored = scoreOf(row);
    const { score, reasons } = scored;
    return {
      kind: 'deal_score',
      key: `deal_score/${textAt(row, 'id')}`,
      severity: 'info',
      title: `${textAt(row, 'name')}: ${shareText(score)}`,
      summary: `${amountText(row)}, ${reasons.map(({ text }) => text).join('; ')}.`,
      figures: {
        score,
        amount: decimalAt(row, 'amount') || null,
        currency: textAt(row, 'currency'),
        stage: textAt(row, 'stage'),
        close_date: row['close_date'] ?? null,
        reasons: reasons.map(({ name, effect, text }) => ({ name, effect, text })),
      },
      evidence: ['open_deals'],
      citations: [
        ...citing('opportunity', [textAt(row, 'id')]),
        ...citing('account', [textAt(row, 'account_id')]),
      ],
      change: categoryChange(row, scored),
    };
  });

const delays = (row: Row): string[] => {
  const overdue = countAt(row, 'days_overdue');
  const untouched = countAt(row, 'days_untouched');
  return [
    ...(overdue > 0 ? [`its close date passed ${counted(overdue, 'day')} ago`] : []),
    ...(untouched > 0 ? [`nobody has changed it for ${counted(untouched, 'day')}`] : []),
  ];
};

const stuckDeal = (row: Row): Finding => ({
  kind: 'stuck_deal',
  key: `stuck_deal/${textAt(row, 'id')}`,
  severity: 'notice',
  title: `${textAt(row, 'name')} is stuck`,
  summary: `${amountText(row)} in ${textAt(row, 'stage') || 'no stage'}: ${delays(row).join(', and ')}.`,
  figures: {
    amount: decimalAt(row, 'amount') || null,
    currency: textAt(row, 'currency'),
    days_overdue: numberAt(row, 'days_overdue'),
    days_untouched: numberAt(row, 'days_untouched'),
  },
  evidence: ['stuck'],
  citations: [
    ...citing('opportunity', [textAt(row, 'id')]),
    ...citing('account', [textAt(row, 'account_id')]),
  ],
});

/** All stuck deals in a sum for each currency, and the largest one by one. */
export const judgeStuck = (rows: readonly Row[]): Finding[] => {
  const currencies = [...new Set(rows.map((row) => textAt(row, 'currency')))].sort();
  const sums = currencies.flatMap((currency): Finding[] => {
    const own = rows.filter((row) => textAt(row, 'currency') === currency);
    const [first] = own;
    if (first === undefined) return [];
    const deals = countAt(first, 'in_currency');
    const amount = decimalAt(first, 'amount_in_currency') || '0';
    return [
      {
        kind: 'stuck_deals',
        key: `stuck_deals/${currency}`,
        severity: 'warning',
        title: `${counted(deals, 'open deal')} stuck, ${moneyText(amount, currency)}`,
        summary: `${counted(deals, 'open deal is', 'open deals are')} a month overdue or untouched for longer than deals take here.`,
        figures: { deals, amount, currency },
        evidence: ['stuck'],
        citations: citing(
          'opportunity',
          own.map((row) => textAt(row, 'id')),
        ),
      },
    ];
  });
  return [...sums, ...rows.map((row) => stuckDeal(row))];
};

/** Pairs of open deals that look like the same one entered twice. */
export const judgeDuplicates = (rows: readonly Row[]): Finding[] =>
  rows.map((row) => ({
    kind: 'duplicate_deals',
    key: `duplicate_deals/${textAt(row, 'id')}/${textAt(row, 'other_id')}`,
    severity: 'notice',
    title: `${textAt(row, 'name')} may stand twice`,
    summary: `“${textAt(row, 'name')}” and “${textAt(row, 'other_name')}” are with one account, for ${amountText(row)} each, and close within a month of each other.`,
    figures: {
      amount: decimalAt(row, 'amount') || null,
      currency: textAt(row, 'currency'),
      name_likeness: Number((numberAt(row, 'likeness') ?? 0).toFixed(4)),
    },
    evidence: ['duplicates'],
    citations: [
      ...citing('opportunity', [textAt(row, 'id'), textAt(row, 'other_id')]),
      ...citing('account', [textAt(row, 'account_id')]),
    ],
  }));
