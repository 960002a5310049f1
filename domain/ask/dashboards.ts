import type { Persona } from './personas.ts';

/** A tile of a persona's dashboard: a question of the grammar, answered like any other. */
export interface Tile {
  readonly id: string;
  readonly title: string;
  readonly question: string;
}

const tile = (id: string, title: string, question: string): Tile => ({ id, title, question });

/** What each persona looks at first; every tile is a question, so that it can be asked again, changed and checked. */
export const dashboards: Readonly<Record<Persona, readonly Tile[]>> = {
  CRO: [
    tile('pipeline', 'Open pipeline', 'What is our open pipeline?'),
    tile('won', 'Won this quarter', 'How much did we win this quarter?'),
    tile('win_rate', 'Win rate this year', 'What is our win rate this year?'),
    tile('stages', 'Pipeline by stage', 'Pipeline by stage'),
    tile('top_deals', 'Largest open deals', 'Top 5 open deals'),
    tile('stuck', 'Stuck deals', 'How many deals are stuck?'),
  ],
  COO: [
    tile('spend', 'Cloud spend this month', 'What is our cloud spend this month?'),
    tile('compared', 'Against last month', 'Cloud spend this month compared with last month'),
    tile('services', 'Spend by service', 'Cloud spend by service this month'),
    tile('days', 'Spend by day', 'Cloud spend by day this month'),
    tile('idle', 'Idle resources', 'How many resources are idle?'),
    tile('untagged', 'Untagged resources', 'How many resources are untagged?'),
  ],
  CFO: [
    tile('won_months', 'Won by month', 'Value of won deals by month this year'),
    tile('won', 'Won this year', 'Value of won deals this year compared with last year'),
    tile('spend_months', 'Cloud spend by month', 'Cloud spend by month this year'),
    tile('billing', 'Spend by billing account', 'Cloud spend by billing account this year'),
    tile('pipeline', 'Open pipeline by currency', 'Open pipeline by currency'),
    tile('deal_size', 'Average won deal', 'What is the average won deal size?'),
  ],
  CTO: [
    tile('freshness', 'How fresh the data is', 'How fresh is our data?'),
    tile('duplicates', 'Duplicates merged', 'How many duplicates were merged?'),
    tile('regions', 'Resources by region', 'How many cloud resources by region?'),
    tile('services', 'Resources by service', 'How many cloud resources by service?'),
    tile('untagged', 'Untagged resources', 'How many resources are untagged?'),
    tile('sources', 'Where accounts come from', 'Where do our accounts come from?'),
  ],
};
