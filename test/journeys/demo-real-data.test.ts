import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mongodbKind } from '../support/services.ts';
import { demoInstallation } from './demo-installation.ts';
import type { DemoInstallation } from './demo-installation.ts';
import { countsOf, runDemoCommand, unmappedOf } from './run-demo-command.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Rows read, events, quarantined, filtered: by the list of the files' origin and by counting them. */
const expected = {
  'salesforce-data Account account': [2086, 2086, 0, 0],
  'salesforce-data Contact contact': [213, 213, 0, 0],
  'salesforce-data Opportunity opportunity': [31, 31, 0, 0],
  'northwind customers account': [91, 91, 0, 0],
  'northwind customers contact': [91, 91, 0, 0],
  'northwind order_totals opportunity': [830, 830, 0, 0],
  'crm-tables accounts account': [85, 85, 0, 0],
  'crm-tables sales_pipeline opportunity': [8800, 8800, 0, 0],
  'mongodb-northwind customers account': [91, 67, 24, 0],
  'mongodb-northwind customers contact': [91, 67, 24, 0],
  'mongodb-northwind orders opportunity': [400, 400, 0, 0],
  'mongodb-analytics customers contact': [500, 500, 0, 0],
  'crm-files accounts.csv account': [85, 85, 0, 0],
  'crm-files sales_pipeline.csv opportunity': [8800, 8800, 0, 0],
  'org-export Account.csv account': [18, 18, 0, 0],
  'org-export Contact.csv contact': [25, 25, 0, 0],
  'org-export Lead.csv contact': [22, 17, 0, 5],
  'org-export Opportunity.csv opportunity': [36, 36, 0, 0],
  'cloud-bills focus_sample.v1.0.csv cloud_cost': [1000, 1000, 0, 0],
  'cloud-bills focus_sample.v1.0.csv cloud_resource': [1000, 925, 0, 75],
  'cloud-bills saas_spend_agreements_a2.v1.2.csv cloud_cost': [13, 13, 0, 0],
  'cloud-bills saas_spend_agreements_a2.v1.2.csv cloud_resource': [13, 0, 0, 13],
  'cloud-bills saas_spend_agreements_b2.v1.2.csv cloud_cost': [14, 14, 0, 0],
  'cloud-bills saas_spend_agreements_b2.v1.2.csv cloud_resource': [14, 0, 0, 14],
};

const expectedUnmapped = {
  'salesforce-data User': 8,
  'northwind order_details': 2155,
  'northwind orders': 830,
  'northwind products': 77,
  'northwind suppliers': 29,
  'northwind employees': 9,
  'mongodb-analytics accounts': 1746,
  'crm-files products.csv': 7,
  'crm-files sales_teams.csv': 35,
  'crm-files data_dictionary.csv': 21,
  'org-export OpportunityHistory.csv': 48,
};

describe('autonomos demo --once --data', () => {
  let installation: DemoInstallation;

  beforeAll(async () => {
    installation = await demoInstallation();
  });

  afterAll(async () => {
    await installation.remove();
  });

  it('accounts for every row of real files', async () => {
    if (!existsSync(folder)) {
      console.warn('passed over: no ../shared/data beside the checkout, so no real files were read');
      return;
    }
    const ended = await runDemoCommand(['--once', '--data', folder], installation.environment);
    expect(countsOf(ended)).toMatchObject(expected);
    expect(unmappedOf(ended)).toMatchObject(expectedUnmapped);
    const { sources } = ended.answer.summary;
    expect(sources.flatMap(({ ledgers }) => ledgers).filter(({ balanced }) => !balanced)).toEqual([]);
    for (const name of ['hubspot', 'pipedrive', 'dynamics365'])
      expect(ended.answer.notes).toContain(`${name}: not connected yet: no connector`);
    if (mongodbKind() === 'ferretdb')
      expect(ended.answer.notes.filter((note) => note.includes('crunchbase.companies'))).toHaveLength(1);
    // Every certain overlap among the connected files is found, and what must stay apart is apart.
    const { overlaps } = ended.answer.golden;
    expect(overlaps).toMatchObject({ found: overlaps?.known, wrong: 0, mixed: [] });
    expect(overlaps?.known).toBeGreaterThan(150);
    expect(ended.code).toBe(0);
  }, 600_000);
});
