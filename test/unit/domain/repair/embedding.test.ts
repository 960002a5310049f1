import fc from 'fast-check';
import { cosine, embed, embeddingSize } from '../../../../domain/repair/embedding.ts';

describe('embed', () => {
  it('gives the same unit vector for the same text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const vector = embed(text);
        expect(vector).toHaveLength(embeddingSize);
        expect(embed(text)).toEqual(vector);
        const length = cosine(vector, vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
      }),
    );
  });

  it('lays alike names closer than strangers', () => {
    const near = cosine(embed('billing_postal_code'), embed('BillingPostCode'));
    const far = cosine(embed('billing_postal_code'), embed('is_won'));
    expect(near).toBeGreaterThan(0.7);
    expect(far).toBeLessThan(0.3);
  });
});
