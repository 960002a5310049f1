import { findCompositions } from '../../../../domain/repair/find-compositions.ts';
import type { FieldShape } from '../../../../domain/repair/rename-features.ts';

const fields = (...names: string[]): FieldShape[] => names.map((name) => ({ name, type: 'string' }));

describe('findCompositions', () => {
  it('sees a full name cut up, and put together again', () => {
    const [split] = findCompositions('contacts', fields('full_name', 'fax'), fields('FirstName', 'LastName'));
    expect(split).toMatchObject({
      kind: 'split',
      from: ['full_name'],
      to: ['FirstName', 'LastName'],
      separator: ' ',
    });
    const [merge] = findCompositions('contacts', fields('first_name', 'last_name'), fields('contact_name'));
    expect(merge).toMatchObject({ kind: 'merge', from: ['first_name', 'last_name'], to: ['contact_name'] });
  });

  it('is never certain by names alone', () => {
    const found = findCompositions(
      'x',
      fields('address'),
      fields('street', 'city', 'state', 'zip', 'country'),
    );
    expect(found[0]?.confidence).toBeLessThanOrEqual(0.85);
  });

  it('goes by the values of the same records where there are any', () => {
    const values: Readonly<Record<string, string>> = { first_name: 'Ada', last_name: 'Byron' };
    const found = (whole: string) =>
      findCompositions('people', fields('name'), fields('first_name', 'last_name'), (_, parts) =>
        Array.from({ length: 50 }, () => ({ whole, parts: parts.map((part) => values[part] ?? null) })),
      )[0];
    expect(found('Ada Byron')).toMatchObject({ separator: ' ' });
    expect(found('Ada Byron')?.confidence).toBeGreaterThan(0.95);
    expect(found('Byron, Ada')?.separator).toBe(', ');
    expect(found('Charles Babbage')?.confidence).toBe(0);
  });

  it('needs two parts', () => {
    expect(findCompositions('people', fields('name'), fields('first_name'))).toEqual([]);
  });
});
