import type { Persona } from './personas.ts';

/** A form of question that the grammar takes: how it is put, and a question of that form. */
export interface QuestionForm {
  readonly id: string;
  readonly title: string;
  /** In the notation of docs/ask.md: `[…]` may be left out, `|` parts choices, `<…>` stands for a word of a list. */
  readonly pattern: string;
  readonly example: string;
  readonly persona: Persona;
}

const form = (
  id: string,
  persona: Persona,
  ...[title, pattern, example]: readonly [title: string, pattern: string, example: string]
): QuestionForm => ({ id, persona, title, pattern, example });

/** Every form of question; docs/ask.md is checked against this list, and each has a test that asks its example. */
export const questionForms: readonly QuestionForm[] = [
  form(
    'count',
    'CRO',
    'How many there are',
    'how many [<state>] <records> [<name>] [<period>]',
    'How many open deals do we have?',
  ),
  form(
    'count_by',
    'CRO',
    'How many, broken down',
    'how many [<state>] <records> by <dimension>',
    'How many accounts by industry?',
  ),
  form(
    'count_created',
    'CRO',
    'How many came in',
    'how many new <records> <period>',
    'How many new contacts were added last year?',
  ),
  form(
    'list',
    'CRO',
    'Which they are',
    'which|list|show <records> [<name>]',
    'Which accounts are in Germany?',
  ),
  form(
    'contacts_of',
    'CRO',
    'Contacts of a company',
    '[who are] the contacts of|at <name>',
    'Who are the contacts of "Acme"?',
  ),
  form(
    'deals_of',
    'CRO',
    'Deals of a company',
    '[<state>] deals of|with <name>',
    'Show the deals with "Acme"',
  ),
  form('pipeline', 'CRO', 'Open pipeline', '[open] pipeline [<name>]', 'What is our open pipeline?'),
  form(
    'pipeline_by',
    'CRO',
    'Pipeline by stage, owner or account',
    'pipeline by <dimension>',
    'Pipeline by stage',
  ),
  form(
    'pipeline_top',
    'CRO',
    'Accounts with the largest pipeline',
    'top <n> accounts by pipeline',
    'Top 5 accounts by pipeline',
  ),
  form(
    'deals_closing',
    'CRO',
    'What is expected to close',
    '[which] deals closing <period>',
    'Which deals close this quarter?',
  ),
  form(
    'deal_value',
    'CRO',
    'What was won or lost',
    'how much did we win|lose [<period>]',
    'How much did we win last quarter?',
  ),
  form(
    'deal_value_compared',
    'CFO',
    'What was won, compared',
    'value of <state> deals <period> compared with <period>',
    'Value of won deals this year compared with last year',
  ),
  form(
    'deals_over_time',
    'CFO',
    'Deals over time',
    '[value of] <state> deals by month|quarter|year [<period>]',
    'Value of won deals by month this year',
  ),
  form('deals_top', 'CRO', 'Largest deals', 'top <n> [<state>] deals', 'Top 5 open deals'),
  form(
    'deal_average',
    'CRO',
    'Average deal size',
    'average [<state>] deal size [by <dimension>]',
    'What is the average won deal size?',
  ),
  form(
    'win_rate',
    'CRO',
    'Win rate',
    'win rate [by <dimension>] [<period>]',
    'What is our win rate this year?',
  ),
  form(
    'stuck_deals',
    'CRO',
    'Stuck deals',
    '[which] deals are stuck [for more than <n> days]',
    'Which deals are stuck?',
  ),
  form(
    'accounts_top',
    'CRO',
    'Largest accounts',
    'top <n> accounts by revenue|employees',
    'Top 10 accounts by revenue',
  ),
  form(
    'spend',
    'COO',
    'Cloud spend',
    'cloud spend [<name>] [<period>]',
    'What is our cloud spend this month?',
  ),
  form(
    'spend_by',
    'COO',
    'Spend by service, account, region, …',
    'spend by <dimension> [<period>]',
    'Cloud spend by service last month',
  ),
  form('spend_tag', 'COO', 'Spend by a tag', 'spend by tag <key> [<period>]', 'Cloud spend by tag team'),
  form(
    'spend_over_time',
    'COO',
    'Spend over time',
    'spend by day|week|month [<period>]',
    'Cloud spend by month this year',
  ),
  form(
    'spend_compared',
    'COO',
    'Spend compared',
    'spend <period> compared with <period>|the former period',
    'Cloud spend this month compared with last month',
  ),
  form(
    'spend_of',
    'COO',
    'Spend on one service, provider, region',
    'spend on|for|in <name> [<period>]',
    'How much did we spend on "AWS" this year?',
  ),
  form('spend_top', 'COO', 'What costs most', 'top <n> <dimension> by spend', 'Top 5 services by spend'),
  form(
    'spend_between',
    'COO',
    'Spend between two days',
    'spend between <day> and <day>',
    'Cloud spend between 2026-10-01 and 2026-10-15',
  ),
  form(
    'untagged',
    'COO',
    'Untagged resources',
    '[which|how many] resources are untagged',
    'Which resources are untagged?',
  ),
  form('idle', 'COO', 'Idle resources', '[which|how many] resources are idle', 'Which resources are idle?'),
  form(
    'resources_by',
    'CTO',
    'Resources by region, service, …',
    'how many resources by <dimension>',
    'How many cloud resources by region?',
  ),
  form('freshness', 'CTO', 'How fresh the data is', 'how fresh is our data', 'How fresh is our data?'),
  form(
    'duplicates',
    'CTO',
    'Duplicates merged',
    'how many duplicates were merged [in <records>]',
    'How many duplicate accounts were merged?',
  ),
  form(
    'sources',
    'CTO',
    'Which sources feed a view',
    'which sources feed <records>|where do <records> come from',
    'Where do our accounts come from?',
  ),
  form(
    'origin',
    'CTO',
    'Where a value comes from',
    'where does the <field> of <name> come from',
    'Where does the phone of "Acme" come from?',
  ),
  form(
    'value_of',
    'CTO',
    'A value of a record, with its source',
    'what is the <field> of <name>',
    'What is the phone of "Acme"?',
  ),
  form(
    'deals_overdue',
    'CRO',
    'Overdue deals',
    '[which|how many] deals are overdue',
    'Which deals are overdue?',
  ),
];
