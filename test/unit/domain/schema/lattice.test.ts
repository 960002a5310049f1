import fc from 'fast-check';
import { joinTypes, widensTo } from '../../../../domain/schema/lattice.ts';
import { fieldTypes } from '../../../../domain/schema/types.ts';

const types = fc.constantFrom(...fieldTypes);

describe('joinTypes', () => {
  it('is a join: commutative, associative, idempotent, with null below and mixed above', () => {
    fc.assert(
      fc.property(types, types, types, (a, b, c) => {
        expect(joinTypes(a, b)).toBe(joinTypes(b, a));
        expect(joinTypes(joinTypes(a, b), c)).toBe(joinTypes(a, joinTypes(b, c)));
        expect(joinTypes(a, a)).toBe(a);
        expect(joinTypes('null', a)).toBe(a);
        expect(joinTypes('mixed', a)).toBe('mixed');
      }),
      { numRuns: 2000 },
    );
  });

  it('never takes an integer for a double', () => {
    expect(joinTypes('integer', 'float')).toBe('decimal');
    expect(joinTypes('date', 'timestamp')).toBe('timestamp');
    expect(joinTypes('date', 'integer')).toBe('mixed');
    expect(widensTo('integer', 'decimal')).toBe(true);
    expect(widensTo('decimal', 'integer')).toBe(false);
  });
});
