import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { wordDoubts } from '../../../../domain/repair/word-doubts.ts';
import type { SourceObject } from '../../../../domain/schema/types.ts';

const deals: SourceObject = {
  name: 'deals',
  kind: 'sobject',
  fields: [{ name: 'phase', type: 'enum', nullable: true, values: ['new', 'won'] }],
  key: ['id'],
  changeFields: [],
  access: 'granted',
};

const doubts = (stage: string, values: readonly string[]): readonly string[] => {
  const mapping = parseMapping(
    `system: s\nobject: deals\nentity: opportunity\nversion: 1\nkey: id\nfields:\n  name: title\n  stage: ${stage}\n`,
  );
  const change = {
    kind: 'values_added',
    severity: 'risky',
    object: 'deals',
    field: 'phase',
    values,
  } as const;
  return wordDoubts(mapping, deals, [change]);
};

test('a new word of a list that the mapping has no word for is told; one that it knows, keeps or does not look up is not', () => {
  expect(doubts('{ from: phase, transform: [{ enum: { new: New } }] }', ['Stalled'])).toEqual([
    'the mapping has no word for Stalled of phase, so records with it get no stage and are quarantined',
  ]);
  expect(doubts('{ from: phase, transform: [{ enum: { new: New, stalled: Held } }] }', ['Stalled'])).toEqual(
    [],
  );
  const keeping = '{ from: phase, transform: [{ enum: { table: { new: New }, otherwise: keep } }] }';
  expect(doubts(keeping, ['Stalled'])).toEqual([]);
  expect(doubts('phase', ['Stalled'])).toEqual([]);
  expect(doubts('{ from: other, transform: [{ enum: { new: New } }] }', ['Stalled'])).toEqual([]);
});
