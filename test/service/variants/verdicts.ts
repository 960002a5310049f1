/**
 * What has to become of each real variant of the CRM export when it takes the place of the file that was read before. Written
 * down by people who looked at the files, before the product was run on them.
 */
export interface Verdict {
  /** Read first, under this name. */
  readonly base: string;
  /** Takes its place; with `beside`, a file of its own. */
  readonly variant: string;
  readonly beside?: string;
  readonly because: string;
  /** Fields of the base that mappings can no longer read as before. */
  readonly lost: readonly string[];
  /** What they were called anew: every one of these is found, and nothing else is claimed. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Mapped fields that are gone for good: nothing may be offered for them. */
  readonly gone: readonly string[];
  /** Who has to act: nobody, somebody who approves or accepts. */
  readonly by: 'nobody' | 'a person';
  /** Live records in the end, and how many of them were there before, under the same key. */
  readonly records: readonly [all: number, known: number];
  /** Canonical fields of the known records that must have the same values as before. */
  readonly unchanged: readonly string[];
}

const capitals = {
  account: 'Account',
  sector: 'Sector',
  revenue: 'Revenue',
  employees: 'Employees',
  office_location: 'Office_Location',
  subsidiary_of: 'Subsidiary_Of',
};

export const verdicts: readonly Verdict[] = [
  {
    base: 'accounts.csv',
    variant: 'accounts.money-and-spaced-headers.csv',
    because: 'the same companies and figures under headers in capitals; revenue is written as money',
    lost: [...Object.keys(capitals), 'year_established'],
    renamed: capitals,
    gone: [],
    by: 'a person',
    records: [85, 85],
    unchanged: ['name', 'annual_revenue', 'employee_count', 'billing_country', 'parent_id'],
  },
  {
    base: 'accounts.csv',
    variant: 'accounts.null-literals.csv',
    because: 'the word NULL stands where nothing stood, and the mapping knows that word',
    lost: [],
    renamed: {},
    gone: [],
    by: 'nobody',
    records: [85, 85],
    unchanged: ['name', 'industry', 'annual_revenue', 'employee_count', 'billing_country', 'parent_id'],
  },
  {
    base: 'accounts.csv',
    variant: 'accounts.three-columns.csv',
    because: 'four columns were dropped and nothing came in their place',
    lost: ['employees', 'revenue', 'subsidiary_of', 'year_established'],
    renamed: {},
    gone: ['employees', 'revenue', 'subsidiary_of'],
    by: 'a person',
    records: [85, 85],
    unchanged: ['name', 'industry', 'billing_country'],
  },
  {
    base: 'accounts.csv',
    variant: 'accounts.with-account-id.csv',
    because: 'two columns were added, one of which could be the key as well; the key that is known stays',
    lost: [],
    renamed: {},
    gone: [],
    by: 'nobody',
    records: [85, 85],
    unchanged: ['name', 'industry', 'annual_revenue', 'employee_count', 'billing_country', 'parent_id'],
  },
  {
    base: 'accounts.csv',
    variant: 'accounts.other-figures.csv',
    because:
      'three columns under capitals with other figures, twelve companies more; the other columns are gone',
    lost: [...Object.keys(capitals), 'year_established'],
    renamed: { account: 'Account', revenue: 'Revenue', employees: 'Employees' },
    gone: ['office_location', 'sector', 'subsidiary_of'],
    by: 'a person',
    records: [97, 85],
    unchanged: ['name'],
  },
  {
    base: 'sales_pipeline.csv',
    variant: 'sales_pipeline.with-ids-us-dates.csv',
    because:
      'two columns were added, and dates are written month first, in another year; the mapping can read both',
    lost: ['close_date', 'engage_date'],
    renamed: {},
    gone: [],
    by: 'a person',
    records: [8800, 8800],
    unchanged: ['account_id', 'amount', 'stage', 'is_won', 'owner_id'],
  },
  {
    base: 'sales_pipeline.csv',
    variant: 'orders.renamed-head2000.csv',
    because:
      'orders instead of deals: the key and a date have new names, the other columns were dropped; that most records are missing is doubted, so none is deleted; 1,472 of its 2,000 rows name another account than the deal did, as the source says now',
    lost: ['close_date', 'close_value', 'deal_stage', 'engage_date', 'opportunity_id'],
    renamed: { opportunity_id: 'order_id', engage_date: 'order_date' },
    gone: ['close_date', 'close_value', 'deal_stage'],
    by: 'a person',
    records: [8800, 8800],
    unchanged: ['owner_id', 'created_at'],
  },
  {
    base: 'accounts.csv',
    variant: 'sales_teams.workbook.xlsx',
    beside: 'sales_teams.workbook.xlsx',
    because: 'a workbook of agents is a new object, which no mapping suits and which changes nothing else',
    lost: [],
    renamed: {},
    gone: [],
    by: 'nobody',
    records: [85, 85],
    unchanged: ['name', 'industry', 'annual_revenue', 'employee_count', 'billing_country', 'parent_id'],
  },
];
