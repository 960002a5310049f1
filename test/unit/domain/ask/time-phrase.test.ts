import fc from 'fast-check';
import { periodBefore, unitPeriod, yearBefore } from '../../../../domain/ask/period.ts';
import type { PeriodUnit } from '../../../../domain/ask/period.ts';
import { readTimePhrase } from '../../../../domain/ask/time-phrase.ts';

const today = '2026-11-21';
const read = (text: string) => {
  const found = readTimePhrase(text.split(' '), today);
  return found && [found.period.start, found.period.end, found.length];
};

describe('periods of a question', () => {
  test.each([
    ['this month', '2026-11-01', '2026-12-01', 2],
    ['last month', '2026-10-01', '2026-11-01', 2],
    ['last quarter', '2026-07-01', '2026-10-01', 2],
    ['this week', '2026-11-16', '2026-11-23', 2],
    ['next year', '2027-01-01', '2028-01-01', 2],
    ['year to date', '2026-01-01', '2026-11-22', 3],
    ['ytd', '2026-01-01', '2026-11-22', 1],
    ['this quarter so far', '2026-10-01', '2026-11-22', 4],
    ['in the last 30 days', '2026-10-23', '2026-11-22', 5],
    ['last three months', '2026-08-01', '2026-11-01', 3],
    ['in october', '2026-10-01', '2026-11-01', 2],
    ['in december', '2025-12-01', '2026-01-01', 2],
    ['in february 2024', '2024-02-01', '2024-03-01', 3],
    ['q3', '2026-07-01', '2026-10-01', 1],
    ['during q4 2025', '2025-10-01', '2026-01-01', 3],
    ['in 2025', '2025-01-01', '2026-01-01', 2],
    ['2026-10', '2026-10-01', '2026-11-01', 1],
    ['on 2026-10-15', '2026-10-15', '2026-10-16', 2],
    ['on 15th october 2026', '2026-10-15', '2026-10-16', 4],
    ['between 2026-10-01 and 2026-10-15', '2026-10-01', '2026-10-16', 4],
    ['from january to march 2026', '2026-01-01', '2026-04-01', 5],
    ['since october', '2026-10-01', null, 2],
    ['after 2025', '2026-01-01', null, 2],
    ['before october', null, '2026-10-01', 2],
    ['until 2026-10-15', null, '2026-10-16', 2],
    ['all time', null, null, 2],
    ['yesterday', '2026-11-20', '2026-11-21', 1],
  ])('%s', (text, start, end, length) => {
    expect(read(text)).toEqual([start, end, length]);
  });

  test.each([
    '2026-13-01',
    '2026-02-30',
    'in germany',
    'between october and friday',
    'between 2026 and 2025',
  ])('is none: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('units of the calendar follow one another without gap or overlap', () => {
    const days = fc
      .integer({ min: 0, max: 20_000 })
      .map((at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
    const units = fc.constantFrom<PeriodUnit>('day', 'week', 'month', 'quarter', 'year');
    fc.assert(
      fc.property(days, units, (day, unit) => {
        const period = unitPeriod(day, unit);
        expect(period.start !== null && period.start <= day).toBe(true);
        expect(period.end !== null && day < period.end).toBe(true);
        expect(periodBefore(period)?.end).toBe(period.start);
      }),
    );
  });

  test('a span is compared with as many days before it, or with the same days a year earlier', () => {
    const span = readTimePhrase('between 2026-10-01 and 2026-10-10'.split(' '), today)?.period;
    if (span === undefined) throw new Error('the span is not read');
    expect(periodBefore(span)).toMatchObject({ start: '2026-09-21', end: '2026-10-01' });
    expect(yearBefore(span)).toMatchObject({ start: '2025-10-01', end: '2025-10-11' });
  });
});
