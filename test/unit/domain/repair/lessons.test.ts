import { lessonsOf } from '../../../../domain/repair/lessons.ts';
import type { FieldChange } from '../../../../domain/repair/repair.ts';

const rule = (...from: readonly string[]) => ({ from, transforms: [], required: false });
const change = (over: Partial<FieldChange>): FieldChange => ({
  id: 'account.annual_revenue',
  kind: 'rename',
  part: 'field',
  field: 'annual_revenue',
  lost: ['revenue'],
  found: ['turnover'],
  before: rule('revenue'),
  after: rule('turnover'),
  confidence: 0.9,
  evidence: [],
  selected: true,
  ...over,
});
const mappings = (...changes: readonly FieldChange[]) => [{ entity: 'account', changes }];
const phone = change({ id: 'account.phone', lost: ['fax'], found: ['telecopier'], before: rule('fax') });
const short = (lessons: ReturnType<typeof lessonsOf>) =>
  lessons.map(({ kind, from, to, verdict }) => `${kind} ${from} → ${to} ${verdict}`);

test.each([
  ['approve', 'approved'],
  ['reject', 'rejected'],
  ['undo', 'undone'],
] as const)('%s teaches every proposed pair', (verdict, said) => {
  expect(short(lessonsOf(mappings(change({}), phone), verdict))).toEqual([
    `rename revenue → turnover ${said}`,
    `rename fax → telecopier ${said}`,
  ]);
});

test('what was not part of the proposal teaches nothing, and neither do dropped and retyped fields', () => {
  const silent = [
    change({ selected: false }),
    change({ kind: 'drop', found: [] }),
    change({ kind: 'retype', found: ['revenue'] }),
  ];
  expect(lessonsOf(mappings(...silent), 'approve')).toEqual([]);
});

test('an edit approves what it names, and rejects what it replaces and what it leaves out', () => {
  const edits = [{ id: 'account.annual_revenue', from: ['sales'] }];
  expect(short(lessonsOf(mappings(change({}), phone), 'approve', edits))).toEqual([
    'rename revenue → sales approved',
    'rename revenue → turnover rejected',
    'rename fax → telecopier rejected',
  ]);
});

test('of a rule with several sources only the lost one was renamed', () => {
  const joined = change({ before: rule('first', 'revenue'), found: ['first', 'turnover'] });
  expect(short(lessonsOf(mappings(joined), 'approve'))).toEqual(['rename revenue → turnover approved']);
});

test('parts teach pair by pair, first mappings which canonical field was meant', () => {
  const split = change({
    kind: 'split',
    lost: ['full_name'],
    found: ['first', 'last'],
    before: rule('full_name'),
  });
  const first = change({ kind: 'new', lost: [], found: ['turnover'], before: null });
  expect(short(lessonsOf(mappings(split, first), 'approve'))).toEqual([
    'rename full_name → first approved',
    'rename full_name → last approved',
    'mapping turnover → account.annual_revenue approved',
  ]);
});
