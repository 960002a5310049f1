import { repairedSince } from '../../../../domain/schema/repaired-since.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

const firms = (...fields: readonly (readonly [string, SourceField['type']])[]): SourceObject => ({
  name: 'firms',
  kind: 'table',
  fields: fields.map(([name, type]) => ({ name, type, nullable: true })),
  key: [],
  changeFields: [],
  access: 'granted',
});

/** Baseline: sector, turnover decimal, phone; the ticket saw sector gone, turnover as text and phone gone. */
const seen = firms(['branch', 'string'], ['turnover', 'string']);
const lost = ['phone', 'sector', 'turnover'];
const since = (left: readonly string[], now: SourceObject) => [
  ...repairedSince({ shape: seen, lost: left }, now, lost),
];

test('what the ticket declares lost no more was repaired, as long as it looks as it did then', () => {
  expect(since(['phone'], seen)).toEqual(['sector', 'turnover']);
  expect(since(lost, seen)).toEqual([]);
  expect(since(['phone'], firms(['turnover', 'boolean']))).toEqual(['sector']);
  expect(since(['phone'], firms(['turnover', 'string'], ['sector', 'integer']))).toEqual(['turnover']);
});

test('without a ticket about its shape nothing was', () => {
  expect([...repairedSince(undefined, seen, lost)]).toEqual([]);
});
