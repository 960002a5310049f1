import type { Dimension, Measure, State, View } from './intent.ts';

/** What a phrase of a question means. */
export type Meaning =
  | { readonly type: 'subject'; readonly view: View; readonly measure: Measure }
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'dimension'; readonly dimension: Dimension }
  | { readonly type: 'measure'; readonly measure: Measure }
  | { readonly type: 'ask'; readonly ask: Ask }
  | { readonly type: 'by' }
  | { readonly type: 'bind' }
  | { readonly type: 'filler' };

/** What is wanted of the subject. */
export type Ask =
  | 'count'
  | 'list'
  | 'highest'
  | 'lowest'
  | 'dearest'
  | 'cheapest'
  | 'compare'
  | 'change'
  | 'month_over_month'
  | 'quarter_over_quarter'
  | 'year_over_year'
  | 'over_time'
  | 'created'
  | 'closing'
  | 'freshness'
  | 'duplicates'
  | 'origin'
  | 'sources';

const phrases = (meaning: Meaning, text: string): readonly (readonly [string, Meaning])[] =>
  text.split('|').map((phrase) => [phrase.trim().replaceAll(/\s+/gu, ' '), meaning]);
const subject = (view: View, measure: Measure, text: string) =>
  phrases({ type: 'subject', view, measure }, text);
const state = (name: State, text: string) => phrases({ type: 'state', state: name }, text);
const dimension = (name: Dimension, text: string) => phrases({ type: 'dimension', dimension: name }, text);
const ask = (name: Ask, text: string) => phrases({ type: 'ask', ask: name }, text);
const measure = (name: Measure, text: string) => phrases({ type: 'measure', measure: name }, text);

/** Phrases of the grammar by their meaning; the longest that fits is taken. Plurals are written out. */
const entries = [
  ...subject(
    'accounts',
    'records',
    'accounts | account | companies | company | customers | customer | organisations | organizations',
  ),
  ...subject('contacts', 'records', 'contacts | contact | people | persons | contact persons'),
  ...subject('opportunities', 'records', 'deals | deal | opportunities | opportunity'),
  ...subject(
    'opportunities',
    'value',
    'pipeline | open pipeline | sales pipeline | deal value | deal volume',
  ),
  ...subject('opportunities', 'win_rate', 'win rate | win rates | winrate | close rate | share of deals won'),
  ...subject('opportunities', 'average', 'deal size | deal sizes'),
  ...subject('cloud_resources', 'records', 'resources | resource | cloud resources | cloud resource'),
  ...subject(
    'cloud_costs',
    'value',
    'spend | spent | spend on cloud | spent on cloud | spent on the cloud | spend on the cloud | pay for cloud | paid for cloud | pay for the cloud | cloud spend | spending | cloud spending | cost | costs | cloud cost | cloud costs | bill | bills | cloud bill | cloud bills | cloud expenses | billed cost | expenditure',
  ),
  ...subject('cloud_costs', 'records', 'charges | charge | cost rows | cloud charges'),

  ...state('open', 'open | active'),
  ...state('won', 'won | win | closed won'),
  ...state('lost', 'lost | lose | closed lost'),
  ...state('closed', 'closed'),
  ...state('stuck', 'stuck | stalled | slipping | stale'),
  ...state('overdue', 'overdue | past due | late'),
  ...state('untagged', 'untagged | not tagged | without tags | without a tag | missing tags | no tags'),
  ...state('idle', 'idle | unused | not used | doing nothing'),

  ...dimension('account', 'account | accounts | customer | customers | company | companies'),
  ...dimension(
    'owner',
    'owner | owners | sales rep | sales reps | rep | reps | salesperson | seller | sellers',
  ),
  ...dimension('stage', 'stage | stages'),
  ...dimension('industry', 'industry | industries | sector | sectors'),
  ...dimension('country', 'country | countries'),
  ...dimension('city', 'city | cities'),
  ...dimension('department', 'department | departments'),
  ...dimension('title', 'title | titles | job title | job titles'),
  ...dimension('currency', 'currency | currencies'),
  ...dimension('service', 'service | services | cloud service | cloud services'),
  ...dimension('category', 'service category | service categories'),
  ...dimension('region', 'region | regions'),
  ...dimension('provider', 'provider | providers | cloud provider | cloud providers | vendor | vendors'),
  ...dimension(
    'sub_account',
    'sub account | sub accounts | subaccount | cloud account | cloud accounts | linked account | linked accounts',
  ),
  ...dimension('billing_account', 'billing account | billing accounts | payer account | payer accounts'),
  ...dimension('resource', 'resource | resources'),
  ...dimension('resource_type', 'resource type | resource types | type of resource'),
  ...dimension('charge_category', 'charge category | charge categories | kind of charge | kinds of charges'),
  ...dimension('tag', 'tag'),
  ...dimension('day', 'day | daily'),
  ...dimension('week', 'week | weekly'),
  ...dimension('month', 'month | monthly'),
  ...dimension('quarter', 'quarter | quarterly'),
  ...dimension('year', 'year | yearly'),

  ...measure(
    'value',
    'how much | total | sum | value | worth | amount | amounts | revenue | annual revenue | total value | total amount | volume',
  ),
  ...measure('average', 'average | mean | typical | avg'),
  ...measure('employees', 'employees | employee count | headcount | number of employees'),

  ...ask('count', 'how many | number of | count of | count'),
  ...ask('list', 'which | list | who | show me the list of'),
  ...ask('highest', 'top | biggest | largest | highest | most | best | greatest'),
  ...ask('lowest', 'bottom | smallest | lowest | least | worst'),
  ...ask('dearest', 'most expensive | costliest | most costly'),
  ...ask('cheapest', 'cheapest | least expensive'),
  ...ask('compare', 'compared with | compared to | versus | vs | against'),
  ...ask('change', 'compare | changed | change | changes | grown | grow | development of'),
  ...ask('month_over_month', 'month over month | month on month'),
  ...ask('quarter_over_quarter', 'quarter over quarter | quarter on quarter'),
  ...ask('year_over_year', 'year over year | year on year | yoy'),
  ...ask('over_time', 'over time | trend | history'),
  ...ask('created', 'new | added | created | came in'),
  ...ask('closing', 'closing | close | closes | due | expected to close'),
  ...ask(
    'freshness',
    'how fresh | fresh | freshness | how current | up to date | how old | last updated | last refreshed | last refresh | when was the data last updated | when was our data last updated | when did the data last change',
  ),
  ...ask(
    'duplicates',
    'duplicates | duplicate | duplicates merged | merged | merge | deduplicated | unified | golden records | golden record',
  ),
  ...ask('origin', 'come from | comes from | came from | origin | source of | originate'),
  ...ask('sources', 'which sources | what sources | sources | source systems | feed | feeds'),

  ...phrases(
    { type: 'by' },
    'by | per | for each | for every | split by | broken down by | grouped by | across',
  ),
  ...phrases(
    { type: 'bind' },
    'in | for | of | with | at | on | from | named | called | about | to | owned by | belonging to | who works at | works at | work at',
  ),
  ...phrases(
    { type: 'filler' },
    `what | whats | what is | what are | what was | what were | 's | is | are | was | were | how | much | do | does | did |
    we | our | us | i | my | me | you | the | a | an | all | overall | in total | altogether | show | show me | give | give me | tell | tell me | please |
    have | has | had | get | got | there | currently | current | now | right now | at the moment | today's | today | been | that | which are |
    find | see | and | it | they | any | many | pay | paid | paying | whose | where | know | records | data | number | figure | this | it`,
  ),
] as const;

const byPhrase = new Map<string, Meaning[]>();
for (const [phrase, meaning] of entries) byPhrase.set(phrase, [...(byPhrase.get(phrase) ?? []), meaning]);

/** Words of the longest phrase. */
export const longestPhrase = Math.max(...[...byPhrase.keys()].map((phrase) => phrase.split(' ').length));

/** What a phrase can mean; where it has several meanings, its place in the question decides. */
export const meaningsOf = (phrase: string): readonly Meaning[] => byPhrase.get(phrase) ?? [];
