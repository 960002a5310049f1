import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { unanswered, writtenChanges } from '../../../../domain/repair/answered.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

const mapping = (fields: string, key = 'id') =>
  parseMapping(`
system: supabase
object: firms
entity: account
version: 1
key: ${key}
fields:
  name: title
${fields}`);

const firms = (...fields: readonly (readonly [string, SourceField['type']])[]): SourceObject => ({
  name: 'firms',
  kind: 'table',
  fields: [['id', 'integer'] as const, ['title', 'string'] as const, ...fields].map(([name, type]) => ({
    name,
    type,
    nullable: true,
  })),
  key: ['id'],
  changeFields: [],
  access: 'granted',
});

const change = {
  baseline: firms(['sector', 'string'], ['turnover', 'decimal']),
  current: firms(['branch', 'string'], ['turnover', 'string']),
  lost: ['sector', 'turnover'],
};
const before = mapping('  industry: sector\n  annual_revenue: turnover');
const left = (fields: string, key?: string) => unanswered({ change, mapping: mapping(fields, key), before });

test('what is gone is answered where nothing reads it, what has another type where its rule was written anew', () => {
  expect(left('  industry: sector\n  annual_revenue: turnover')).toEqual(['sector', 'turnover']);
  expect(left('  industry: branch\n  annual_revenue: turnover')).toEqual(['turnover']);
  expect(left('  annual_revenue: { from: turnover, transform: [decimal] }')).toEqual([]);
  expect(left('  industry: branch\n')).toEqual([]);
  // Written anew, but the source has no such column any more.
  expect(left('  industry: { from: sector, transform: [trim] }')).toEqual(['sector']);
  expect(left('  industry: branch', 'sector')).toEqual(['sector']);
});

test('the changes tell what became of each lost field, and nothing of other rules', () => {
  const written = mapping(`  industry: { from: branch, formerly: sector }
  annual_revenue: { from: turnover, transform: [decimal] }
  phone: title`);
  expect(
    writtenChanges({ change, mapping: written, before }).map(({ id, kind, lost, found }) => [
      id,
      kind,
      lost,
      found,
    ]),
  ).toEqual([
    ['account.industry', 'rename', ['sector'], ['branch']],
    ['account.annual_revenue', 'retype', ['turnover'], ['turnover']],
  ]);
  expect(
    writtenChanges({ change, mapping: mapping('  industry: branch'), before }).map(({ id, kind }) => [
      id,
      kind,
    ]),
  ).toEqual([
    ['account.industry', 'rename'],
    ['account.annual_revenue', 'drop'],
  ]);
});
