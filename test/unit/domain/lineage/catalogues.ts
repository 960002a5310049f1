import fc from 'fast-check';
import { canonicalEntities } from '../../../../domain/canonical/canonical-entities.ts';
import type {
  AgentReads,
  LineageCatalogue,
  LineageSource,
  LineageTable,
  TableMapping,
} from '../../../../domain/lineage/catalogue.ts';
import { entities } from '../../../../domain/mapping/types.ts';
import type { Entity, FieldRule, Mapping } from '../../../../domain/mapping/types.ts';
import { connectionStates } from '../../../../domain/states/connection.ts';

export const source = (slug: string, more: Partial<LineageSource> = {}): LineageSource => ({
  connectionId: `00000000-0000-4000-8000-${slug.padStart(12, '0').slice(-12)}`,
  slug,
  name: slug.toUpperCase(),
  system: 'filesource',
  status: 'active',
  reason: null,
  ...more,
});

export const rule = (...from: string[]): FieldRule => ({ from, transforms: [], required: false });

export const mappingTo = (
  entity: Entity,
  fields: Readonly<Record<string, FieldRule>>,
  more: Partial<Mapping> = {},
): TableMapping => ({
  author: 'default',
  confidence: {},
  mapping: {
    system: 'filesource',
    object: 'x',
    entity,
    version: 1,
    key: ['Id'],
    changeField: null,
    where: [],
    fields,
    ...more,
  },
});

export const table = (slug: string, stream: string, more: Partial<LineageTable> = {}): LineageTable => ({
  slug,
  stream,
  object: stream,
  columns: ['Id', 'Name', 'Mail', 'Phone'].map((name) => ({ name, type: 'string', nullable: true })),
  lost: [],
  ticketId: null,
  mappings: [],
  ...more,
});

export const agent = (id: string, entity: Entity, ...columns: string[]): AgentReads => ({
  agent: id,
  title: id,
  reads: [{ entity, columns }],
});

const columnNames = fc.constantFrom(
  'Id',
  'Name',
  'Mail',
  'a.b',
  'list[].x',
  '__proto__',
  'q"uote',
  'x/y',
  'Old',
);

const rules: fc.Arbitrary<FieldRule> = fc
  .record({
    from: fc.uniqueArray(columnNames, { maxLength: 2 }),
    former: fc.option(fc.uniqueArray(columnNames, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    required: fc.boolean(),
  })
  .map(({ from, former, required }) => ({
    ...rule(...from),
    required,
    ...(former === undefined ? {} : { formerly: { from: former, transforms: [] } }),
  }));

const mappings = (entity: Entity): fc.Arbitrary<TableMapping> =>
  fc
    .record({
      fields: fc.dictionary(
        fc.constantFrom(...canonicalEntities[entity].fields.map(({ name }) => name)),
        rules,
      ),
      key: fc.uniqueArray(columnNames, { maxLength: 2 }),
    })
    .map(({ fields, key }) => mappingTo(entity, fields, { key }));

const tables = (slug: string): fc.Arbitrary<LineageTable> =>
  fc.record({
    slug: fc.constant(slug),
    stream: fc.constantFrom('accounts.csv', 'crm contacts', 'orders%2F', 'Ünï'),
    object: fc.string({ minLength: 1, maxLength: 8 }),
    columns: fc.uniqueArray(
      fc.record({ name: columnNames, type: fc.constant('string'), nullable: fc.boolean() }),
      { selector: ({ name }) => name, maxLength: 6 },
    ),
    lost: fc.uniqueArray(columnNames, { maxLength: 2 }),
    ticketId: fc.constant(null),
    mappings: fc
      .uniqueArray(fc.constantFrom(...entities), { maxLength: 3 })
      .chain((chosen) => fc.tuple(...chosen.map(mappings))),
  });

const agents: fc.Arbitrary<AgentReads> = fc.record({
  agent: fc.constantFrom('revops', 'finops'),
  title: fc.string(),
  reads: fc.uniqueArray(
    fc.record({
      entity: fc.constantFrom(...entities),
      columns: fc.uniqueArray(fc.constantFrom('name', 'amount', 'account_id', 'nonsense', 'billed_cost')),
    }),
    { selector: ({ entity }) => entity },
  ),
});

/** Any tenant's sources, tables, mappings and agents. */
export const catalogues: fc.Arbitrary<LineageCatalogue> = fc
  .uniqueArray(fc.constantFrom('crm', 'billing', 'shop'), { maxLength: 3 })
  .chain((slugs) =>
    fc.record({
      sources: fc.tuple(
        ...slugs.map((slug) =>
          fc.constantFrom(...connectionStates).map((status) => source(slug, { status })),
        ),
      ),
      tables: fc
        .tuple(
          ...slugs.map((slug) =>
            fc.uniqueArray(tables(slug), { selector: ({ stream }) => stream, maxLength: 3 }),
          ),
        )
        .map((each) => each.flat()),
      agents: fc.uniqueArray(agents, { selector: ({ agent: id }) => id }),
    }),
  );
