import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateDataSet, usualDataSet } from '../../demo/generate/data-set.ts';
import { demoInstallation } from './demo-installation.ts';
import type { DemoInstallation } from './demo-installation.ts';
import { countsOf, runDemoCommand, unmappedOf } from './run-demo-command.ts';

const data = generateDataSet(usualDataSet);
const inOrg = (name: string): number => data.salesforce[name]?.length ?? 0;
const inShop = (name: string): number => data.mongodb[name]?.length ?? 0;
const inTable = (name: string): number =>
  data.supabase.find((table) => table.name === name)?.rows.length ?? 0;
/** The generated cells hold no line breaks. */
const inFile = (name: string): number => (data.files[name] ?? '').trimEnd().split('\n').length - 1;
const converted = (data.salesforce['Lead'] ?? []).filter((lead) => lead['IsConverted'] === true).length;

/** Rows read, events, quarantined, filtered. */
const all = (rows: number, quarantined = 0, filtered = 0): number[] => {
  return [rows, rows - quarantined - filtered, quarantined, filtered];
};

const expected = {
  'salesforce Account account': all(inOrg('Account')),
  'salesforce Contact contact': all(inOrg('Contact')),
  'salesforce Lead contact': all(inOrg('Lead'), 0, converted),
  'salesforce Opportunity opportunity': all(inOrg('Opportunity')),
  'supabase customers account': all(inTable('customers'), 1),
  'supabase deals opportunity': all(inTable('deals')),
  'supabase people contact': all(inTable('people')),
  'mongodb companies account': all(inShop('companies')),
  'mongodb orders opportunity': all(inShop('orders')),
  'mongodb users contact': all(inShop('users')),
  'files accounts.csv account': all(inFile('accounts.csv'), 2),
  'files cloud_costs.csv cloud_cost': all(inFile('cloud_costs.csv')),
  'files cloud_costs.csv cloud_resource': all(inFile('cloud_costs.csv')),
  'files contacts.csv contact': all(inFile('contacts.csv')),
  'files sales_pipeline.csv opportunity': all(inFile('sales_pipeline.csv'), 1),
};

describe('autonomos demo --once', () => {
  let installation: DemoInstallation;

  beforeAll(async () => {
    installation = await demoInstallation();
  });

  afterAll(async () => {
    await installation.remove();
  });

  it('turns every row of four sources into an event or says why not, and nothing at a second run', async () => {
    const first = await runDemoCommand(['--once'], installation.environment);
    expect(countsOf(first)).toEqual(expected);
    expect(unmappedOf(first)).toEqual({
      'salesforce User': inOrg('User'),
      'supabase web_sessions': inTable('web_sessions'),
      'mongodb carts': inShop('carts'),
      'files office_plants.csv': inFile('office_plants.csv'),
    });
    expect(first.answer.golden.failures).toEqual([]);
    expect(first.answer.golden.overlaps?.known).toBeGreaterThan(600);
    expect(first.answer.agents).toMatchObject({ failures: [], written: { state: 'verified' } });
    for (const { insights, forecast } of first.answer.agents.runs) {
      expect(insights).toBeGreaterThan(0);
      for (const { error, naive_error } of forecast)
        expect(Number(error)).toBeLessThanOrEqual(Number(naive_error));
    }
    expect(first.code).toBe(0);

    const second = await runDemoCommand(['--once'], installation.environment);
    expect(
      second.answer.summary.sources.map(({ slug, state, events, held }) => [slug, state, events, held]),
    ).toEqual([
      ['salesforce', 'success', 0, 0],
      ['supabase', 'success', 0, 1],
      ['mongodb', 'success', 0, 0],
      ['files', 'success', 0, 3],
    ]);
    expect(second.answer.summary.events).toBe(0);
    // What was written once is done: nothing is proposed or written again.
    expect(second.answer.agents.written?.writeback_id).toBe(first.answer.agents.written?.writeback_id);
    expect(second.answer.agents.failures).toEqual([]);
    expect(second.code).toBe(0);
  }, 600_000);

  it('keeps the login that it made to the owner and shows no password of a source', () => {
    const file = join(installation.home, 'demo.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { salesforceClient } = JSON.parse(readFileSync(file, 'utf8')) as {
      salesforceClient: { secret: string };
    };
    expect(readFileSync(join(installation.home, 'logs', 'worker.log'), 'utf8')).not.toContain(
      salesforceClient.secret,
    );
  });

  it('names a folder of real files that is not there', async () => {
    const nowhere = join(installation.home, 'nowhere');
    const ended = await runDemoCommand(['--once', '--data', nowhere], installation.environment).catch(
      (error: unknown) => String(error),
    );
    expect(ended).toContain('nowhere: there is no such folder');
  });
});
