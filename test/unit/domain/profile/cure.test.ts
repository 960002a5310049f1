import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { withCure } from '../../../../domain/profile/cure.ts';
import { meaningKinds } from '../../../../domain/profile/meaning.ts';
import type { MeaningKind } from '../../../../domain/profile/meaning.ts';

const cureOf = (kind: MeaningKind, becomes: string): string =>
  withCure({
    kind,
    severity: 'breaking',
    object: 'deals',
    field: 'amount',
    becomes,
    by: 'values',
    evidence: [],
  }).cure;

test.each([
  ['×100', '0.01'],
  ['×1000000', '0.000001'],
  ['×1000000000', '0.000000001'],
  ['×10', '0.1'],
  ['÷100', '100'],
  ['÷3600', '3600'],
  ['÷2.54', '2.54'],
])(
  'numbers that are %s those of before are turned back by scale: %s, which the mapping language takes',
  (becomes, by) => {
    expect(cureOf('unit', becomes)).toContain(`scale: ${by},`);
    const text = `system: s\nobject: deals\nentity: opportunity\nversion: 1\nkey: id\nfields:\n  amount: { from: amount, transform: [decimal, { scale: ${by} }] }\n  name: { from: name, required: true }\n`;
    expect(parseMapping(text).fields['amount']?.transforms[1]).toEqual({
      name: 'scale',
      arguments: { by: Number(by) },
    });
  },
);

test('what no decimal turns back exactly is left to a view in the source', () => {
  expect(cureOf('unit', '×60')).toMatch(/view in the source/);
  expect(cureOf('unit', '×60')).not.toMatch(/scale:/);
});

test('every kind of change has a cure', () => {
  for (const kind of meaningKinds) expect(cureOf(kind, '×100')).not.toBe('');
  expect(cureOf('null_rate', 'emptier')).toMatch(/no rule/);
  expect(cureOf('key_reuse', 'other records')).toMatch(/no rule/);
});
