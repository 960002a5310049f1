import { effectivePolicy, ticketPolicy } from '../../../../domain/repair/policy.ts';
import type { PolicyRow, RepairPolicy } from '../../../../domain/repair/policy.ts';

const row = (policy: RepairPolicy, ...scope: (string | null)[]): PolicyRow => ({
  connection_id: scope[0] ?? null,
  object: scope[1] ?? null,
  field: scope[2] ?? null,
  policy,
});

const rows = [
  row('auto'),
  row('freeze', 'c'),
  row('ask', 'c', 'accounts'),
  row('ignore', 'c', 'accounts', 'fax'),
  row('auto', 'c', 'accounts', 'phone'),
];

test('the narrowest row that fits holds, and it is told where it comes from', () => {
  const at = (connectionId: string, object: string, field?: string) =>
    effectivePolicy(rows, { connectionId, object, ...(field === undefined ? {} : { field }) });
  expect(at('d', 'accounts')).toEqual({ policy: 'auto', source: 'tenant' });
  expect(at('c', 'deals')).toEqual({ policy: 'freeze', source: 'connection' });
  expect(at('c', 'accounts', 'name')).toEqual({ policy: 'ask', source: 'object' });
  expect(at('c', 'accounts', 'fax')).toEqual({ policy: 'ignore', source: 'field' });
  expect(effectivePolicy([], { connectionId: 'c', object: 'o' })).toEqual({
    policy: 'ask',
    source: 'default',
  });
});

test('a ticket over several fields follows the most cautious', () => {
  const of = (...fields: string[]) => ticketPolicy(rows, { connectionId: 'c', object: 'accounts' }, fields);
  expect(of('phone')).toBe('auto');
  expect(of('phone', 'fax')).toBe('auto');
  expect(of('phone', 'name')).toBe('ask');
  expect(of('fax')).toBe('ignore');
  expect(of()).toBe('ask');
});
