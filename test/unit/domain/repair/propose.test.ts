import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../../domain/mapping/render.ts';
import {
  applyChanges,
  editChanges,
  refuseUnknownEdits,
  takeBack,
} from '../../../../domain/repair/apply-changes.ts';
import { bandOf } from '../../../../domain/repair/band.ts';
import { proposeChanges } from '../../../../domain/repair/propose.ts';
import type { Proposal } from '../../../../domain/repair/propose.ts';
import type { RecordPair } from '../../../../domain/repair/record-pairs.ts';
import { findRenames, renameQuestion } from '../../../../domain/repair/rename-evidence.ts';
import { diffObjects } from '../../../../domain/schema/diff.ts';
import { lostPaths } from '../../../../domain/schema/lost-paths.ts';
import type { FieldType, SourceObject } from '../../../../domain/schema/types.ts';

const objectOf = (fields: Readonly<Record<string, FieldType | undefined>>): SourceObject => ({
  name: 'contacts',
  kind: 'table',
  fields: Object.entries(fields).flatMap(([name, type]) =>
    type === undefined ? [] : [{ name, type, nullable: true }],
  ),
  key: ['id'],
  changeFields: [],
  access: 'granted',
});

const mapping = parseMapping(
  [
    'system: s\nobject: contacts\nentity: contact\nversion: 3\nkey: id',
    'where:\n  - { path: kind, equals: person }',
    'fields:\n  full_name: full_name\n  email: mail\n  created_at: { from: made, transform: [timestamp] }',
  ].join('\n'),
);

const before = objectOf({
  id: 'integer',
  full_name: 'string',
  mail: 'string',
  made: 'timestamp',
  kind: 'string',
});

const propose = (after: SourceObject, pairs: readonly RecordPair[] = []): Proposal => {
  const found = findRenames(renameQuestion(before, after), { pairs });
  const lost = lostPaths(diffObjects(before, after));
  return proposeChanges({ baseline: before, current: after, lost, ...found }, [mapping], pairs);
};

const changesOf = (proposal: Proposal) =>
  proposal.mappings.flatMap(({ changes }) => changes.map(({ change }) => change));

const people = (record: (id: number) => RecordPair['after'], count = 120): RecordPair[] =>
  Array.from({ length: count }, (_, id) => ({
    before: {
      id,
      full_name: `Ann${id} Lee${id}`,
      mail: `a${id}@x.org`,
      made: '2024-01-02T03:04:05Z',
      kind: 'person',
    },
    after: record(id),
  }));

test('a rename reaches every place that read the field, and back', () => {
  const after = objectOf({
    contact_id: 'integer',
    full_name: 'string',
    mail_address: 'string',
    made: 'timestamp',
    contact_kind: 'string',
  });
  const proposal = propose(after);
  const changes = changesOf(proposal);
  expect(changes.map(({ id, found }) => [id, found])).toEqual([
    ['contact:key', ['contact_id']],
    ['contact:where.0', ['contact_kind']],
    ['contact.email', ['mail_address']],
  ]);
  const changed = applyChanges(mapping, editChanges(changes, changes), 4);
  expect(parseMapping(renderMapping(changed))).toEqual(changed);
  expect(changed).toMatchObject({
    key: ['contact_id'],
    where: [{ path: 'contact_kind', formerly: 'kind' }],
    fields: { email: { from: ['mail_address'], formerly: { from: ['mail'] } } },
  });
  expect(
    takeBack(
      changed,
      changes.map((change) => ({ ...change, selected: true })),
      3,
    ),
  ).toEqual(mapping);
  const touched = {
    ...changed,
    fields: { ...changed.fields, email: { from: ['x'], transforms: [], required: false } },
  };
  expect(() => takeBack(touched, changes, 5)).toThrow(/contact.email/);
});

test('a name that was cut up is put together again, by the values of the same records', () => {
  const after = objectOf({
    id: 'integer',
    first_name: 'string',
    last_name: 'string',
    mail: 'string',
    made: 'timestamp',
    kind: 'string',
  });
  const pairs = people((id) => ({ id, first_name: `Ann${id}`, last_name: `Lee${id}`, mail: `a${id}@x.org` }));
  const [change] = changesOf(propose(after, pairs));
  expect(change).toMatchObject({
    kind: 'split',
    field: 'full_name',
    found: ['first_name', 'last_name'],
    after: { transforms: [{ name: 'join', arguments: { by: ' ' } }] },
    selected: true,
  });
  expect(change!.confidence).toBeGreaterThan(0.95);
});

test('a name that is not always cut where its parts met is left to a person', () => {
  const parts = objectOf({
    ...shapeOf(before),
    full_name: undefined,
    first_name: 'string',
    last_name: 'string',
  });
  const split = parseMapping(
    'system: s\nobject: contacts\nentity: contact\nversion: 1\nkey: id\nfields:\n  last_name: last_name\n  email: mail',
  );
  const merged = (odd: number) => {
    const pairs = people((id) => ({ id, full_name: `Ann${id} ${id < odd ? 'van der ' : ''}Lee${id}` })).map(
      ({ after }): RecordPair => {
        const whole = after['full_name'];
        const [first = '', ...last] = typeof whole === 'string' ? whole.split(' ') : [];
        return { before: { id: after['id'] ?? null, first_name: first, last_name: last.join(' ') }, after };
      },
    );
    const found = findRenames(renameQuestion(parts, before), { pairs });
    const lost = lostPaths(diffObjects(parts, before));
    const [change] = changesOf(
      proposeChanges({ baseline: parts, current: before, lost, ...found }, [split], pairs),
    );
    return change;
  };
  expect(merged(0)).toMatchObject({ kind: 'merge', found: ['full_name'], selected: true });
  expect(merged(0)!.confidence).toBeGreaterThan(0.95);
  expect(merged(12)).toMatchObject({ kind: 'merge', selected: true });
  expect(merged(12)!.confidence).toBeLessThanOrEqual(0.8);
});

test('a retyped field is read in the way that gives the same values as before', () => {
  const after = objectOf({ ...shapeOf(before), made: 'integer' });
  const pairs = people((id) => ({
    ...people(() => ({}), 1)[0]!.before,
    id,
    made: Date.UTC(2024, 0, 2, 3, 4, 5) / 1000,
  }));
  const [change] = changesOf(propose(after, pairs));
  expect(change).toMatchObject({
    kind: 'retype',
    after: { transforms: [{ name: 'timestamp', arguments: { epoch: 's' } }] },
  });
  expect(change!.confidence).toBeGreaterThan(0.95);
});

test('what nothing replaces is said, and what is doubtful is shown but not chosen', () => {
  const proposal = propose(objectOf({ id: 'integer', full_name: 'string', kind: 'string', zip: 'string' }));
  expect(proposal.unresolved).toEqual(['made', 'mail']);
  const changes = changesOf(proposal);
  for (const change of changes) expect(change.selected).toBe(false);
  expect(changes.map(({ id }) => id)).toEqual(['contact.email', 'contact.created_at']);
  expect(proposal.confidence).toBeLessThan(0.6);
});

test('what nothing was found for is offered all the same: a person names the source', () => {
  const proposal = propose(objectOf({ ...shapeOf(before), mail: undefined }));
  const [change] = changesOf(proposal);
  expect(change).toMatchObject({
    id: 'contact.email',
    lost: ['mail'],
    found: [],
    confidence: 0,
    selected: false,
  });
  expect(proposal).toMatchObject({ unresolved: ['mail'], confidence: 0 });
  const refusal = () => {
    refuseUnknownEdits([change!], [{ id: 'contact.email' }]);
  };
  expect(refusal).toThrow('name the source field');
  refuseUnknownEdits([change!], [{ id: 'contact.email', from: ['kind'] }]);
  const edited = editChanges([change!], [{ id: 'contact.email', from: ['kind'] }]);
  expect(applyChanges(mapping, edited, 4).fields['email']).toMatchObject({
    from: ['kind'],
    formerly: { from: ['mail'] },
  });
});

const band = (more: Partial<Parameters<typeof bandOf>[0]> = {}) =>
  bandOf({
    changes: [],
    unresolved: [],
    confidence: 0.95,
    policy: 'auto',
    autofix: true,
    threshold: 0.85,
    newcomers: [],
    spurned: false,
    ...more,
  }).band;

test('only what is sure, allowed and proved is applied by itself', () => {
  const [email] = propose(
    objectOf({ ...shapeOf(before), mail: undefined, mail_address: 'string' }),
  ).mappings.flatMap(({ changes }) => changes);
  const agreement = (records: number, equal: number) => ({ records, equal, byChance: 0 });
  const money = (records: number, equal: number) => [
    { ...email!, agreement: agreement(records, equal), change: { ...email!.change, field: 'created_at' } },
  ];
  const key = [{ ...email!, change: { ...email!.change, part: 'key' as const } }];
  expect(band({ changes: [email!] })).toBe('automatic');
  expect(band({ changes: key })).toBe('review');
  expect(band({ changes: money(99, 99) })).toBe('review');
  expect(band({ changes: money(100, 98) })).toBe('review');
  expect(band({ changes: money(100, 99) })).toBe('automatic');
  for (const policy of ['ask', 'freeze'] as const) expect(band({ policy })).toBe('review');
  expect(band({ autofix: false })).toBe('review');
  expect(band({ confidence: 0.85 })).toBe('review');
  expect(band({ confidence: 0.59 })).toBe('manual');
  expect(band({ spurned: true })).toBe('review');
  expect(band({ unresolved: ['fax'] })).toBe('manual');
});

function shapeOf(object: SourceObject): Record<string, FieldType> {
  return Object.fromEntries(object.fields.map(({ name, type }) => [name, type]));
}
