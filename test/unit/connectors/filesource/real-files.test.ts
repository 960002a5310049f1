import { existsSync } from 'node:fs';
import path from 'node:path';
import { connector } from '../../../../connectors/filesource/index.ts';
import { createLogger } from '../../../../platform/logger.ts';

const data = path.join(import.meta.dirname, '../../../../../shared/data/crm-files');

test('real exports: rows, keys and types as their publishers describe them', async () => {
  if (!existsSync(data)) {
    console.warn(`passed over: no real files beside the checkout`);
    return;
  }
  const opened = await connector.open({
    config: {},
    credentials: {},
    tenantFolder: data,
    egressAllow: [],
    logger: createLogger('test', 'silent'),
    saveCredentials: () => Promise.resolve(),
  });
  const { objects } = await opened.discover();
  const found = new Map(
    objects.map((object) => [object.name, `${object.rowEstimate ?? 0} ${object.key.join()}`]),
  );
  expect(found.get('accounts.csv')).toBe('85 account');
  expect(found.get('sales_pipeline.csv')).toBe('8800 opportunity_id');
  expect(found.get('variants/accounts.with-account-id.csv')).toBe('85 account_id');
  expect(found.get('variants/sales_teams.workbook.xlsx#sales_teams updated')).toBe('35 Sales_Agent');
  const pipeline = objects.find(({ name }) => name === 'sales_pipeline.csv');
  expect(
    pipeline?.fields.filter(({ type }) => type !== 'string').map(({ name, type }) => `${name} ${type}`),
  ).toEqual(['engage_date date', 'close_date date', 'close_value integer']);
});
