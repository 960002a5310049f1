import { isFault } from '../../../../domain/faults.ts';
import { salesforceOrigin } from '../../../../connectors/salesforce/salesforce-origin.ts';
import { retryAfterSeconds } from '../../../../connectors/salesforce/transport.ts';

test.each([
  'https://login.salesforce.com',
  'https://acme.my.salesforce.com/',
  'https://acme--uat.sandbox.my.salesforce.com/services/data',
  'https://acme.lightning.force.com',
])('%s is of Salesforce', (address) => {
  expect(salesforceOrigin(address, [])).toBe(new URL(address).origin);
});

test.each([
  'http://login.salesforce.com',
  'https://salesforce.com.evil.example',
  'https://evilsalesforce.com',
  'https://login.salesforce.com:8443',
  'https://login.salesforce.com@evil.example/',
  'https://169.254.169.254/',
  'http://127.0.0.1:8080',
  'nonsense',
])('%s is refused', (address) => {
  let thrown: unknown;
  try {
    salesforceOrigin(address, ['127.0.0.1:9090']);
  } catch (error) {
    thrown = error;
  }
  expect(isFault(thrown)).toBe(true);
});

test('a listed address passes with exactly its port', () => {
  expect(salesforceOrigin('http://127.0.0.1:8080/', ['127.0.0.1:8080'])).toBe('http://127.0.0.1:8080');
});

test('Retry-After is read as seconds or as a date; nonsense says nothing', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  expect(retryAfterSeconds('7', now)).toBe(7);
  expect(retryAfterSeconds('Sat, 21 Nov 2026 10:01:00 GMT', now)).toBe(60);
  for (const header of [null, '-5', 'soon', '', 'Sat, 21 Nov 2026 09:00:00 GMT']) {
    expect(retryAfterSeconds(header, now)).toBeUndefined();
  }
});
