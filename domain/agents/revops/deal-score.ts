import { rounded } from '../cells.ts';

/** What the score of an open deal rests on. Counts are of the tenant's own closed deals. */
export interface DealFacts {
  readonly stage: string;
  /** The source's own word for the chance, from 0 to 1. */
  readonly probability: number | null;
  readonly all: Outcomes;
  readonly owner: Outcomes | null;
  readonly account: Outcomes | null;
  /** Days since the close date; negative before it. */
  readonly daysOverdue: number | null;
  readonly daysUntouched: number | null;
  /** Median days from creation to close of won deals. */
  readonly cycleDays: number | null;
}

export interface Outcomes {
  readonly won: number;
  readonly closed: number;
}

/** A part of the score in log-odds, with its sentence. */
export interface ScoreReason {
  readonly name: 'start' | 'owner' | 'account' | 'overdue' | 'untouched';
  readonly effect: number;
  readonly text: string;
}

export interface DealScore {
  /** From 0 to 1. */
  readonly score: number;
  readonly reasons: readonly ScoreReason[];
}

/** Where the source states no chance: a rule of thumb, replaced by the tenant's own rate for stages that are not listed. */
const usualChance: Readonly<Record<string, number>> = {
  prospecting: 0.1,
  qualification: 0.2,
  proposal: 0.5,
  negotiation: 0.7,
};
/** Closed deals that a group's own rate must outweigh: few deals say little. */
const weightOfAll = { owner: 20, account: 5 };
const overduePerMonth = -0.35;
const most = { overdue: -2.5, untouched: -1.5 };
const bounds = { least: 0.02, most: 0.98 };

const logit = (chance: number): number => Math.log(chance / (1 - chance));
const clamped = (chance: number): number => Math.min(bounds.most, Math.max(bounds.least, chance));

/** The rate of winning, drawn to even odds while there are few deals. */
const winRate = ({ won, closed }: Outcomes): number => (won + 1) / (closed + 2);

const start = ({ stage, probability, all }: DealFacts): ScoreReason => {
  const stated = probability !== null && probability > 0 && probability < 1;
  const usual = usualChance[stage];
  const chance = stated ? probability : (usual ?? winRate(all));
  const origin = stated ? 'as the source states it' : usual === undefined ? 'as of all deals' : 'usual here';
  return {
    name: 'start',
    effect: rounded(logit(clamped(chance)), 4),
    text: `${stage === '' ? 'no stage' : stage}: a chance of ${Math.round(chance * 100)} %, ${origin}`,
  };
};

const group = (name: 'owner' | 'account', { all, [name]: own }: DealFacts): ScoreReason[] => {
  if (own === null || own.closed === 0) return [];
  const base = winRate(all);
  const rate = clamped((own.won + weightOfAll[name] * base) / (own.closed + weightOfAll[name]));
  const noun = name === 'owner' ? 'its owner' : 'this account';
  return [
    {
      name,
      effect: rounded(logit(rate) - logit(clamped(base)), 4),
      text: `${noun} has won ${own.won} of ${own.closed} closed deals; all together ${all.won} of ${all.closed}`,
    },
  ];
};

const overdue = ({ daysOverdue }: DealFacts): ScoreReason[] =>
  daysOverdue === null || daysOverdue <= 0
    ? []
    : [
        {
          name: 'overdue',
          effect: rounded(Math.max(most.overdue, (daysOverdue / 30) * overduePerMonth), 4),
          text: `its close date passed ${daysOverdue} days ago`,
        },
      ];

const untouched = ({ daysUntouched, cycleDays }: DealFacts): ScoreReason[] => {
  const patience = Math.max(60, 1.5 * (cycleDays ?? 0));
  if (daysUntouched === null || daysUntouched <= patience) return [];
  return [
    {
      name: 'untouched',
      effect: rounded(Math.max(most.untouched, -0.5 * (daysUntouched / patience)), 4),
      text: `nobody has changed it for ${daysUntouched} days`,
    },
  ];
};

/**
 * The chance that an open deal is won: log-odds of its stage, moved by how its owner and its account have done before and by
 * signs of neglect. Every part is a reason, and they add up to the score.
 */
export const scoreDeal = (facts: DealFacts): DealScore => {
  const reasons = [
    start(facts),
    ...group('owner', facts),
    ...group('account', facts),
    ...overdue(facts),
    ...untouched(facts),
  ];
  const sum = reasons.reduce((total, { effect }) => total + effect, 0);
  return { score: rounded(1 / (1 + Math.exp(-sum)), 4), reasons };
};

/** The forecast category that a score calls for, in the words of Salesforce. */
export const forecastCategory = (score: number): 'Commit' | 'Best Case' | 'Pipeline' | 'Omitted' =>
  score >= 0.75 ? 'Commit' : score >= 0.45 ? 'Best Case' : score >= 0.08 ? 'Pipeline' : 'Omitted';
