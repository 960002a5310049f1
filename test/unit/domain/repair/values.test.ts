import { parseMapping } from '../../../../domain/mapping/parse.ts';
import type { Json } from '../../../../domain/json.ts';
import { ObjectSketch } from '../../../../domain/profile/object-sketch.ts';
import { findRenames, renameQuestion } from '../../../../domain/repair/rename-evidence.ts';
import type { KnownOfObject } from '../../../../domain/repair/rename-evidence.ts';
import { proposeChanges } from '../../../../domain/repair/propose.ts';
import type { SourceField, SourceObject } from '../../../../domain/schema/types.ts';

type Row = Readonly<Record<string, Json>>;

const object = (types: Readonly<Record<string, SourceField['type']>>): SourceObject => ({
  name: 'deals',
  kind: 'file',
  fields: Object.entries(types).map(([name, type]) => ({ name, type, nullable: true })),
  key: ['id'],
  changeFields: [],
  access: 'granted',
});
const profileOf = (rows: readonly Row[]) => {
  const columns = Object.keys(rows[0] ?? {});
  const sketch = new ObjectSketch(columns);
  sketch.add(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
  return sketch.profile();
};

const mapping = parseMapping(`
system: filesource
object: deals
entity: opportunity
version: 1
key: id
fields:
  name: owner
  amount: { from: worth, transform: [decimal] }
  created_at: { from: begun, transform: [{ timestamp: { formats: [ISO, M/D/YYYY], zone: UTC } }] }
`);
const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven'];
const word = (at: number): string => `${words[at % 8]} ${words[(at * 3 + 1) % 7]} ${at * 37}`;
const day = (at: number): readonly [number, number] => [1 + (at % 12), 1 + (at % 28)];
const two = (number: number): string => String(number).padStart(2, '0');

const before = Array.from({ length: 200 }, (_, at) => {
  const [month, date] = day(at);
  return { id: at, owner: word(at), worth: 10 + at * 3, begun: `2023-${two(month)}-${two(date)}` };
});
const baseline = object({ id: 'integer', owner: 'string', worth: 'integer', begun: 'date' });

const ask = (
  after: readonly Row[],
  types: Readonly<Record<string, SourceField['type']>>,
  samePairs = true,
) => {
  const current = object(types);
  const pairs = samePairs ? before.map((row, at) => ({ before: row, after: after[at] ?? {} })) : [];
  const known: KnownOfObject = {
    pairs,
    mappings: [mapping],
    profiles: { before: profileOf(before), after: profileOf(after) },
  };
  const found = findRenames(renameQuestion(baseline, current), known);
  const lost = baseline.fields.map(({ name }) => name).filter((name) => !(name in types));
  return { ...found, proposal: proposeChanges({ baseline, current, lost, ...found }, [mapping], pairs) };
};

test('a field whose values are told by themselves is found under a name that says nothing', () => {
  const after = before.map(({ id, owner, worth, begun }): Row => ({ id, worth, begun, zq7: owner }));
  const { renames } = ask(after, { id: 'integer', worth: 'integer', begun: 'date', zq7: 'string' }, false);
  expect(renames).toMatchObject([{ from: 'owner', to: 'zq7' }]);
  expect(renames[0]?.confidence).toBeGreaterThan(0.6);
});

test('a date under another name and in another format is found by what it is read as', () => {
  const after = before.map(({ begun: _begun, ...row }, at): Row => {
    const [month, date] = day(at);
    return { ...row, zq7: `${month}/${date}/2023` };
  });
  const { proposal } = ask(after, { id: 'integer', owner: 'string', worth: 'integer', zq7: 'string' });
  expect(proposal.unresolved).toEqual([]);
  expect(proposal.mappings[0]?.changes).toMatchObject([
    {
      change: { field: 'created_at', found: ['zq7'], selected: true },
      agreement: { records: 200, equal: 200 },
    },
  ]);
});

test('of two fields that hold the same neither is sure', () => {
  const after = before.map(({ owner, ...row }): Row => ({ ...row, zq7: owner, zq8: owner }));
  const types = { id: 'integer', worth: 'integer', begun: 'date', zq7: 'string', zq8: 'string' } as const;
  const [rename] = ask(after, types).renames;
  expect(rename?.from).toBe('owner');
  expect(rename?.confidence).toBeLessThanOrEqual(0.5);
});

test('numbers that became another kind of numbers are read as before, whatever they say now', () => {
  const after = before.map(({ worth: _worth, ...row }, at): Row => ({ ...row, Worth: `${at * 11}.0` }));
  const types = { id: 'integer', owner: 'string', begun: 'date', Worth: 'decimal' } as const;
  const { proposal } = ask(after, types);
  expect(proposal.mappings[0]?.changes).toMatchObject([{ change: { field: 'amount', selected: true } }]);
});
