import { changesInWords } from '../../../../domain/repair/change-words.ts';
import type { FieldChange } from '../../../../domain/repair/repair.ts';

const change = (more: Partial<FieldChange>): FieldChange => ({
  id: 'account.industry',
  kind: 'rename',
  part: 'field',
  field: 'industry',
  lost: ['sector'],
  found: ['trade'],
  before: null,
  after: null,
  confidence: 1,
  evidence: [],
  selected: true,
  ...more,
});

test("a mapping's history tells what a repair made of each source field", () => {
  expect(
    changesInWords([
      change({}),
      change({ field: 'name', kind: 'split', lost: ['whole'], found: ['first', 'last'] }),
      change({ field: 'annual_revenue', kind: 'retype', lost: ['turnover'], found: ['turnover'] }),
      change({ field: 'phone', kind: 'drop', lost: ['phone_no'], found: [] }),
      change({ field: 'website', kind: 'new', lost: [], found: ['site'] }),
    ]),
  ).toBe(
    'industry: sector → trade; name: whole → first, last; annual_revenue: turnover by its new type; phone: phone_no → nothing; website: → site',
  );
});

test('what was only offered is left out, and a repair of a whole object is told by its first changes', () => {
  const many = Array.from({ length: 8 }, (_, at) => change({ field: `f${at}`, selected: at > 0 }));
  expect(changesInWords(many)).toBe(
    'f1: sector → trade; f2: sector → trade; f3: sector → trade; f4: sector → trade; f5: sector → trade; 2 more',
  );
});
