import { mintToken, readToken, tokenAfter } from '../../../../api/identity/opaque-tokens.ts';
import { tenantId } from '../../../../domain/ids.ts';

const tenant = tenantId('5fbc0be2-e6f9-4ed4-968b-d24294b8095d');

test('a token names its tenant and is found by its hash', () => {
  const token = mintToken(tenant);
  expect(readToken(token.text)).toEqual({ tenant, ...token });
  expect(mintToken(tenant).text).not.toBe(token.text);
});

test.each([
  '',
  '.',
  tenant,
  `${tenant}.`,
  `${tenant}.short`,
  `x.${'A'.repeat(43)}`,
  `${tenant}.${'A'.repeat(43)}.x`,
])('%j is no token', (text) => {
  expect(readToken(text)).toBeUndefined();
});

describe('the token after another', () => {
  const token = { tenant, ...mintToken(tenant) };
  const secret = Buffer.alloc(32, 1);

  test('is always the same for one attempt, and a token of the same tenant', () => {
    const next = tokenAfter(token, { secret, attempt: 'a' });
    expect(tokenAfter(token, { secret, attempt: 'a' })).toEqual(next);
    expect(readToken(next.text)).toEqual({ tenant, ...next });
  });

  test('is another for another token, attempt or secret, and each time without an attempt', () => {
    const following = [
      token,
      tokenAfter(token, { secret, attempt: 'a' }),
      tokenAfter(token, { secret, attempt: 'b' }),
      tokenAfter(token, { secret: Buffer.alloc(32, 2), attempt: 'a' }),
      tokenAfter({ tenant, ...mintToken(tenant) }, { secret, attempt: 'a' }),
      tokenAfter(token, { secret, attempt: undefined }),
      tokenAfter(token, { secret, attempt: undefined }),
    ];
    expect(new Set(following.map(({ text }) => text)).size).toBe(following.length);
  });
});
