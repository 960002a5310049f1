import { mintToken, readToken } from '../../../../api/identity/opaque-tokens.ts';
import { tenantId } from '../../../../domain/ids.ts';

const tenant = tenantId('5fbc0be2-e6f9-4ed4-968b-d24294b8095d');

test('a token names its tenant and is found by its hash', () => {
  const token = mintToken(tenant);
  expect(readToken(token.text)).toEqual({ tenant, hash: token.hash });
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
