import fc from 'fast-check';
import { stem } from '../../../../domain/repair/stem.ts';
import { nameTokens } from '../../../../domain/repair/tokens.ts';

describe('nameTokens', () => {
  it.each([
    ['NumberOfEmployees', 'number of employees'],
    ['numberofemployees', 'number of employees'],
    ['linked_in_url', 'linkedin url'],
    ['emailaddress1', 'email address 1'],
    ['cust_ref_no', 'customer reference number'],
    ['Zip Code', 'postalcode'],
    ['current_sign_in_at', 'current login at'],
    ['HTTPStatusCode', 'http status code'],
    ['Größe', 'große'],
    ['__proto__', 'proto'],
    ['', ''],
  ])('%s → %s', (name, words) => {
    expect(nameTokens(name).join(' ')).toBe(words);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(nameTokens(name).every((word) => word !== '')).toBe(true);
      }),
    );
  });
});

describe('stem', () => {
  it.each([
    ['categories', 'category'],
    ['closing', 'close'],
    ['closed', 'close'],
    ['shipped', 'ship'],
    ['organisation', 'organization'],
    ['addresses', 'address'],
  ])('%s and %s are one word', (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  it.each([
    ['status', 'state'],
    ['string', 'stre'],
    ['need', 'ne'],
  ])('%s and %s are not', (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });
});
