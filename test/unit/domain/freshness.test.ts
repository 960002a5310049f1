import fc from 'fast-check';
import { isStale, staleFrom, staleReason } from '../../../domain/freshness.ts';
import { connectionStates } from '../../../domain/states/connection.ts';

const read_at = new Date('2026-11-22T08:00:00Z');
const hourly = { status: 'active', schedule_seconds: 3_600, read_at } as const;

describe('freshness', () => {
  test('a connection is stale once two reads have not come', () => {
    expect(staleFrom(hourly)).toEqual(new Date('2026-11-22T10:00:00Z'));
    expect(isStale(hourly, Date.parse('2026-11-22T10:00:00Z'))).toBe(false);
    expect(isStale(hourly, Date.parse('2026-11-22T10:00:00.001Z'))).toBe(true);
  });

  test.each([
    { ...hourly, status: 'paused' as const },
    { ...hourly, schedule_seconds: null },
    { ...hourly, read_at: null },
  ])('nothing is expected of %j', (reading) => {
    expect(staleFrom(reading)).toBeNull();
    expect(isStale(reading, Date.parse('2036-01-01'))).toBe(false);
  });

  test('it stays stale until it is read again, and a longer schedule never makes it stale sooner', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...connectionStates),
        fc.integer({ min: 60, max: 2_592_000 }),
        fc.integer({ min: 0, max: 60_000_000 }),
        fc.nat(1_000_000),
        (status, schedule_seconds, age, more) => {
          const reading = { status, schedule_seconds, read_at };
          const now = read_at.getTime() + age * 1_000;
          if (isStale(reading, now)) expect(isStale(reading, now + more)).toBe(true);
          else expect(isStale({ ...reading, schedule_seconds: schedule_seconds + more }, now)).toBe(false);
          expect(isStale({ ...reading, read_at: new Date(now) }, now)).toBe(false);
        },
      ),
    );
  });

  test.each([
    [60, 121, 'last read 2 minutes ago, to be read every minute'],
    [900, 10_800, 'last read 3 hours ago, to be read every 15 minutes'],
    [86_400, 172_801, 'last read 2 days ago, to be read every day'],
  ])('it says how old it is: every %i s, after %i s', (schedule_seconds, age, words) => {
    expect(staleReason({ ...hourly, schedule_seconds }, read_at.getTime() + age * 1_000)).toBe(words);
  });
});
