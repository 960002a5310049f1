import { Breaker } from '../../../platform/breaker.ts';

test('opens after so many failures in a row, lets one through per rest, and closes with a success', () => {
  let now = 0;
  const breaker = new Breaker(3, 100, () => now);
  breaker.failed();
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  breaker.failed();
  expect(breaker.allows()).toBe(true);
  breaker.failed();
  expect(breaker.allows()).toBe(false);
  now = 101;
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
  breaker.failed();
  now = 150;
  expect(breaker.allows()).toBe(false);
  now = 300;
  expect(breaker.allows()).toBe(true);
  breaker.succeeded();
  expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
});
