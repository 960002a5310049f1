import fc from 'fast-check';
import { isMassDeletion, isReadingKind, readingWords } from '../../../../domain/schema/reading-kinds.ts';

test('more than a fifth and more than 50, or all that there was, is a mass deletion', () => {
  const doubted = (missing: number, live: number, accepted = 0) =>
    isMassDeletion({ missing, live, accepted });
  expect(doubted(51, 200)).toBe(true);
  expect(doubted(50, 100)).toBe(false);
  expect(doubted(51, 300)).toBe(false);
  expect(doubted(2, 2)).toBe(true);
  expect(doubted(0, 0)).toBe(false);
});

test('what was accepted is not doubted again, and no acceptance makes more doubtful', () => {
  const counts = fc.record({ missing: fc.nat(1_000), more: fc.nat(1_000), accepted: fc.nat(2_000) });
  fc.assert(
    fc.property(counts, ({ missing, more, accepted }) => {
      const live = missing + more;
      expect(isMassDeletion({ missing, live, accepted: missing })).toBe(false);
      if (isMassDeletion({ missing, live, accepted }))
        expect(isMassDeletion({ missing, live, accepted: 0 })).toBe(true);
    }),
  );
});

test('people are told in figures and with an example', () => {
  expect(readingWords('mass_deletion', { missing: 90, live: 150 })).toContain('90 of 150');
  expect(readingWords('quarantine_overflow', { reasons: ['row 1: name is empty', 'row 2: …'] })).toContain(
    'row 1: name is empty',
  );
  expect(readingWords('mass_deletion', {})).toBeUndefined();
  expect(isReadingKind('renamed')).toBe(false);
});
