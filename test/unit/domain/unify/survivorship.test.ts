import { account } from '../../../../domain/canonical/account.ts';
import type { SourceRecord } from '../../../../domain/unify/survivorship.ts';
import { surviveFields } from '../../../../domain/unify/survivorship.ts';

const record = (key: string, updatedAt: string | null, values: SourceRecord['values']): SourceRecord => ({
  key,
  updatedAt,
  values,
});
const survive = (records: SourceRecord[], pinned?: Map<string, string>) =>
  Object.fromEntries(surviveFields(account, records, pinned).map(({ field, ...found }) => [field, found]));

describe('surviveFields', () => {
  const old = record('crm:1', '2026-01-01T00:00:00Z', { name: 'Acme', phone: '+1', industry: null });
  const fresh = record('erp:1', '2026-06-01T00:00:00Z', { name: 'Acme Inc', industry: 'Energy' });

  it('takes each field from the record that changed last in its source, and names it', () => {
    expect(survive([old, fresh])).toEqual({
      name: { value: 'Acme Inc', record: 'erp:1', rule: 'freshest' },
      phone: { value: '+1', record: 'crm:1', rule: 'only' },
      industry: { value: 'Energy', record: 'erp:1', rule: 'only' },
    });
  });

  it('takes the most frequent value, then the most complete record, where sources give no time', () => {
    const silent = (key: string, name: string, more = {}) => record(key, null, { name, ...more });
    expect(survive([silent('a', 'X'), silent('b', 'Y'), silent('c', 'Y')])['name']).toEqual({
      value: 'Y',
      record: 'b',
      rule: 'most_frequent',
    });
    expect(survive([silent('a', 'X'), silent('b', 'Y', { phone: '+2' })])['name']).toEqual({
      value: 'Y',
      record: 'b',
      rule: 'most_complete',
    });
  });

  it('keeps an amount with its currency and an address in one piece', () => {
    const dollars = record('a', '2026-02-01T00:00:00Z', {
      annual_revenue: '10',
      currency: 'USD',
      billing_city: 'Austin',
      billing_street: '1 Oak St',
    });
    const euros = record('b', '2026-03-01T00:00:00Z', { annual_revenue: '9', billing_city: 'Köln' });
    const golden = survive([dollars, euros]);
    expect(golden['annual_revenue']).toEqual({ value: '9', record: 'b', rule: 'freshest' });
    expect(golden['currency']).toBeUndefined();
    expect(golden['billing_city']?.value).toBe('Köln');
    expect(golden['billing_street']).toBeUndefined();
  });

  it('follows the person who chose a value, and the order of records not at all', () => {
    expect(survive([old, fresh], new Map([['name', 'crm:1']]))['name']).toEqual({
      value: 'Acme',
      record: 'crm:1',
      rule: 'pinned',
    });
    expect(survive([fresh, old])).toEqual(survive([old, fresh]));
  });
});
