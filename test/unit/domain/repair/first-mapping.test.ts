import fc from 'fast-check';
import { parseMapping } from '../../../../domain/mapping/parse.ts';
import { renderMapping } from '../../../../domain/mapping/render.ts';
import { likeliestEntity, suggestMapping } from '../../../../domain/repair/first-mapping.ts';
import type { FirstMapping, MappingQuestion } from '../../../../domain/repair/first-mapping.ts';
import type { FieldType, SourceObject } from '../../../../domain/schema/types.ts';

const shape = (
  fields: Readonly<Record<string, FieldType>>,
  more: Partial<SourceObject> = {},
): SourceObject => ({
  name: 'clients',
  kind: 'table',
  fields: Object.entries(fields).map(([name, type]) => ({ name, type, nullable: true })),
  key: ['client_no'],
  changeFields: [],
  access: 'granted',
  ...more,
});
const clients: Readonly<Record<string, FieldType>> = {
  client_no: 'integer',
  company_name: 'string',
  web_site: 'string',
  yearly_revenue: 'string',
  city: 'string',
  created_on: 'string',
  tags: 'array',
};
const row = (at: number) => ({
  client_no: at,
  company_name: `Company ${at}`,
  web_site: `https://company${at}.com`,
  yearly_revenue: `1.${200 + at},50`,
  city: 'Paris',
  created_on: `${13 + at}/03/2024`,
  tags: ['a'],
});
const rows = [1, 2, 3, 4, 5].map(row);
const ask = (more: Partial<MappingQuestion> = {}) => {
  const question = { system: 'supabase', object: shape(clients), samples: rows, ...more };
  return suggestMapping(question, likeliestEntity(question));
};
const found = (question: Partial<MappingQuestion> = {}): FirstMapping => {
  const answer = ask(question);
  if (answer.found === null) throw new Error(answer.reason);
  return answer.found;
};

it('finds entity, fields and the way to read them that fits the values', () => {
  const { mapping, confidence } = found();
  expect(mapping).toMatchObject({ entity: 'account', object: 'clients', key: ['client_no'], version: 1 });
  expect(mapping.fields).toMatchObject({
    name: { from: ['company_name'] },
    website: { from: ['web_site'] },
    annual_revenue: { transforms: [{ name: 'decimal', arguments: { decimal_mark: ',' } }] },
    created_at: { transforms: [{ name: 'timestamp', arguments: { formats: ['DD/MM/YYYY'] } }] },
  });
  expect(confidence).toBeGreaterThan(0.6);
  expect(parseMapping(renderMapping(mapping))).toEqual(mapping);
});

it('says that thousands of fields are not weighed, rather than hold up other work', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 1_001 }, (_, at) => [`client_${at}`, 'string' as const]),
  );
  expect(ask({ object: shape(wide), samples: [] })).toEqual({
    found: null,
    reason: expect.stringContaining('clients has 1001 fields') as string,
  });
});

it('shows, but does not take in, what can be read in two ways', () => {
  const samples = rows.map((each, at) => ({ ...each, created_on: `0${at + 1}/03/2024` }));
  const { mapping, changes } = found({ samples });
  expect(mapping.fields['created_at']).toBeUndefined();
  const date = changes.find(({ change }) => change.field === 'created_at');
  expect(date?.change).toMatchObject({ selected: false, found: ['created_on'] });
  expect(date?.change.evidence.map(({ text }) => text).join()).toContain('two ways');
});

it('knows a file by its name without folder and extension', () => {
  const object = shape(clients, { name: 'crm/clients.csv', kind: 'file', key: [] });
  expect(found({ system: 'filesource', object }).mapping).toMatchObject({
    object: 'crm/clients.csv',
    key: [],
  });
});

it.each([
  ['no key', { object: shape(clients, { kind: 'view', key: [] }) }, /no key/],
  [
    'no entity',
    { object: shape({ gizmo_id: 'integer', torque: 'integer' }, { name: 'gizmos', key: ['gizmo_id'] }) },
    /no canonical entity/,
  ],
])('says why there is none: %s', (_what, question, reason) => {
  const answer = ask(question);
  expect(answer.found).toBeNull();
  expect('reason' in answer ? answer.reason : '').toMatch(reason);
});

it('does not depend on the order of the fields', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(Object.entries(clients), { minLength: 7 }), (entries) => {
      const turned = found({ object: shape(Object.fromEntries(entries)) });
      expect(renderMapping(turned.mapping)).toBe(renderMapping(found().mapping));
      expect(turned.confidence).toBeCloseTo(found().confidence, 10);
    }),
    { numRuns: 5 },
  );
});
