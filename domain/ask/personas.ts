import { isTime } from './catalogue.ts';
import { isViewIntent } from './intent.ts';
import type { Dimension, Intent, ViewIntent } from './intent.ts';
import { readWords } from './words.ts';

/** Whom an answer is for: technology, revenue, operations with what the cloud costs, and finance. */
export const personas = ['CTO', 'CRO', 'COO', 'CFO'] as const;
export type Persona = (typeof personas)[number];

export const personaTitles: Readonly<Record<Persona, string>> = {
  CTO: 'Chief Technology Officer: resources, sources and the state of the data',
  CRO: 'Chief Revenue Officer: pipeline, deals, accounts and contacts',
  COO: 'Chief Operating Officer: what the cloud costs, and what of it is wasted (FinOps)',
  CFO: 'Chief Financial Officer: bills, periods and what was won',
};

/** A persona with why it was chosen, the strongest reason first. */
export interface Route {
  readonly persona: Persona;
  readonly reasons: readonly string[];
}

/** Words that speak for a persona, whatever the rest of the question is; by their beginning. */
const signals: readonly (readonly [persona: Persona, weight: number, words: string])[] = [
  ['COO', 3, 'spend spent cost costs cloud finops waste idle untagged bill operations usage'],
  [
    'CFO',
    4,
    'invoice invoices billing billed budget fiscal ebitda margin profit tax credits currency currencies cash',
  ],
  ['CFO', 2, 'revenue bookings finance financial'],
  ['CRO', 3, 'pipeline deal deals opportunity opportunities win won lost stage quota sales forecast stuck'],
  [
    'CRO',
    2,
    'account accounts contact contacts customer customers company companies owner owners people churn',
  ],
  [
    'CTO',
    3,
    'fresh freshness source sources duplicates duplicate merged lineage schema mapping records data golden',
  ],
  [
    'CTO',
    2,
    'resource resources region regions service services infrastructure uptime server servers latency',
  ],
];

type Signal = readonly [persona: Persona, weight: number, reason: string];

const financeDimensions: ReadonlySet<Dimension> = new Set([
  'billing_account',
  'charge_category',
  'currency',
  'year',
]);

const byCosts = ({ by }: ViewIntent): readonly Signal[] => [
  ['COO', 6, 'it is about what the cloud costs'],
  ...(by !== null && financeDimensions.has(by)
    ? ([['CFO', 7, 'it looks at bills as finance does']] as const)
    : []),
];

const byDeals = ({ by, state, measure, compareWith }: ViewIntent): readonly Signal[] => {
  const followed = compareWith !== null || (by !== null && isTime(by));
  const booked = state === 'won' && measure === 'value' && followed;
  return [
    ['CRO', 6, 'it is about deals'],
    ...(booked ? ([['CFO', 10, 'it follows what was won']] as const) : []),
  ];
};

const byIntent = (intent: Intent): readonly Signal[] => {
  if (!isViewIntent(intent)) return [['CTO', 6, 'it is about the data itself']];
  const { view, state } = intent;
  if (view === 'cloud_costs') return byCosts(intent);
  if (view === 'opportunities') return byDeals(intent);
  if (view !== 'cloud_resources') return [['CRO', 6, `it is about ${view}`]];
  return state === null
    ? [['CTO', 6, 'it is about cloud resources']]
    : [['COO', 7, `${state} resources are a matter of cloud spend`]];
};

/**
 * Whom a question goes to: what it asks of the views weighs most, its words decide the rest; questions that are not
 * understood are routed by their words alone. Equal weights go to the persona that stands first among COO, CRO, CFO, CTO.
 */
export const routeToPersona = (question: string, intent: Intent | undefined): Route => {
  const words = new Set(readWords(question).map(({ folded }) => folded));
  const found = new Map<Persona, { weight: number; reasons: string[] }>(
    (['COO', 'CRO', 'CFO', 'CTO'] as const).map((persona) => [persona, { weight: 0, reasons: [] }]),
  );
  const add = (persona: Persona, weight: number, reason: string): void => {
    const entry = found.get(persona);
    if (entry === undefined) return;
    entry.weight += weight;
    entry.reasons.push(reason);
  };
  if (intent !== undefined)
    for (const [persona, weight, reason] of byIntent(intent)) add(persona, weight, reason);
  for (const [persona, weight, list] of signals) {
    const heard = list.split(' ').filter((word) => words.has(word));
    if (heard.length > 0) add(persona, weight, `it says “${heard.join('”, “')}”`);
  }
  const ranked = [...found].sort(([, a], [, b]) => b.weight - a.weight);
  const [best] = ranked;
  if (best === undefined || best[1].weight === 0)
    return { persona: 'COO', reasons: ['nothing in it speaks for anybody; operations see such questions'] };
  return { persona: best[0], reasons: best[1].reasons };
};
