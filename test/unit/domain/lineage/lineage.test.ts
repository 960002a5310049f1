import fc from 'fast-check';
import { buildLineage } from '../../../../domain/lineage/build-lineage.ts';
import { kindOf } from '../../../../domain/lineage/node-id.ts';
import { searchLineage } from '../../../../domain/lineage/search.ts';
import { downstreamOf, traceNode, upstreamOf } from '../../../../domain/lineage/trace.ts';
import { agent, catalogues, mappingTo, rule, source, table } from './catalogues.ts';

describe('any lineage', () => {
  it('has both ends of every edge, leads to larger depths alone, and so has no cycle', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const { nodes, edges } = buildLineage(catalogue);
        const wrongEdges = edges.filter(({ source: from, target }) => {
          const [near, far] = [nodes.get(from), nodes.get(target)];
          return near === undefined || far?.depth !== near.depth + 1;
        });
        expect(wrongEdges).toEqual([]);
        const wrongNodes = [...nodes].filter(
          ([id, { kind, within }]) => kindOf(id) !== kind || (within !== null && !nodes.has(within)),
        );
        expect(wrongNodes).toEqual([]);
      }),
    );
  });

  it('goes up and down by the same ways', () => {
    fc.assert(
      fc.property(catalogues, (catalogue) => {
        const lineage = buildLineage(catalogue);
        const ids = [...lineage.nodes.keys()].filter((id) => lineage.up.has(id) || lineage.down.has(id));
        const down = new Map(ids.map((id) => [id, downstreamOf(lineage, [id])]));
        const up = new Map(ids.map((id) => [id, upstreamOf(lineage, [id])]));
        const unreturned = (there: typeof up, back: typeof up) =>
          [...there].flatMap(([id, found]) =>
            [...found].filter(([other, steps]) => back.get(other)?.get(id) !== steps),
          );
        expect(unreturned(down, up)).toEqual([]);
        expect(unreturned(up, down)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('is the same in whatever order its parts were gathered', () => {
    fc.assert(
      fc.property(catalogues, ({ sources, tables, agents }) => {
        const turned = {
          sources: sources.toReversed(),
          tables: tables.toReversed(),
          agents: agents.toReversed(),
        };
        const [one, other] = [buildLineage({ sources, tables, agents }), buildLineage(turned)];
        expect([...other.nodes]).toEqual([...one.nodes]);
        expect(other.edges).toEqual(one.edges);
      }),
    );
  });

  it('is told in part, never beyond the limit, with what was left out counted', () => {
    fc.assert(
      fc.property(
        catalogues,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (any, limit, steps) => {
          const lineage = buildLineage(any);
          for (const id of lineage.nodes.keys()) {
            const trace = traceNode(lineage, id, { direction: 'both', steps, limit });
            const shown = new Set(trace?.nodes.map((node) => node.id));
            expect(shown.has(id)).toBe(true);
            expect(shown.size).toBeLessThanOrEqual(limit);
            if (shown.size < limit) expect(trace?.left_out).toBe(0);
            const loose = trace?.edges.filter((edge) => !shown.has(edge.source) || !shown.has(edge.target));
            expect(loose).toEqual([]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

const catalogue = {
  sources: [source('crm')],
  tables: [
    table('crm', 'accounts.csv', {
      lost: ['Phone'],
      ticketId: 't',
      mappings: [
        mappingTo('account', {
          name: { ...rule('Name'), formerly: { from: ['Company'], transforms: [] } },
          domain: { ...rule('Mail', 'Name'), transforms: [{ name: 'domain', arguments: {} }] },
          phone: rule('Phone'),
        }),
      ],
    }),
    table('crm', 'notes.csv'),
  ],
  agents: [agent('revops', 'account', 'name', 'phone')],
};
const lineage = buildLineage(catalogue);
const options = { direction: 'both', steps: 4, limit: 100 } as const;
const idsOf = (id: string) => traceNode(lineage, id, options)?.nodes.map((node) => node.id);

test('a column is followed to the agents that read it, and a view column back to its columns', () => {
  expect(idsOf('column:crm/accounts.csv/Name')).toEqual([
    'column:crm/accounts.csv/Name',
    'rule:crm/accounts.csv/account.name',
    'rule:crm/accounts.csv/account.domain',
    'field:account.name',
    'field:account.domain',
    'view_column:accounts.name',
    'view_column:accounts.domain',
    'agent:revops',
  ]);
  expect(idsOf('view_column:accounts.domain')).toEqual([
    'view_column:accounts.domain',
    'field:account.domain',
    'rule:crm/accounts.csv/account.domain',
    'column:crm/accounts.csv/Mail',
    'column:crm/accounts.csv/Name',
  ]);
});

test('a holder stands for all that it holds', () => {
  const trace = traceNode(lineage, 'table:crm/accounts.csv', { ...options, direction: 'down' });
  expect(trace?.nodes[0]?.id).toBe('table:crm/accounts.csv');
  expect(trace?.nodes.map(({ id }) => id)).toContain('agent:revops');
  expect(traceNode(lineage, 'source:crm', options)?.reach).toEqual(trace?.reach);
  expect(traceNode(lineage, 'source:other', options)).toBeUndefined();
});

test('states tell what is read, lost, waiting, former, unused and unfed', () => {
  const state = (id: string) => lineage.nodes.get(id)?.state;
  expect(state('column:crm/accounts.csv/Name')).toBe('ok');
  expect(state('column:crm/accounts.csv/Company')).toBe('former');
  expect(state('column:crm/accounts.csv/Phone')).toBe('lost');
  expect(state('rule:crm/accounts.csv/account.phone')).toBe('pending');
  expect(state('column:crm/notes.csv/Name')).toBe('unused');
  expect(state('table:crm/notes.csv')).toBe('unused');
  expect(state('field:account.industry')).toBe('unfed');
  expect(lineage.nodes.get('column:crm/accounts.csv/Id')).toMatchObject({ state: 'ok', uses: ['key'] });
  expect(lineage.up.get('rule:crm/accounts.csv/account.name')).toContainEqual({
    source: 'column:crm/accounts.csv/Company',
    target: 'rule:crm/accounts.csv/account.name',
    former: true,
  });
});

test('a nested path belongs to the field that the schema lists, and an element to its list', () => {
  const columns = ['address.city', 'lines[].sku', 'doc'].map((name) => ({
    name,
    type: 'string',
    nullable: true,
  }));
  const fields = { name: rule('address.city'), phone: rule('lines[0].sku'), industry: rule('doc.a.b') };
  const nested = buildLineage({
    sources: [source('shop')],
    tables: [table('shop', 'orders', { columns, mappings: [mappingTo('account', fields)] })],
    agents: [],
  });
  const readBy = (field: string) =>
    nested.up.get(`rule:shop/orders/account.${field}`)?.map((edge) => edge.source);
  expect(readBy('name')).toEqual(['column:shop/orders/address.city']);
  expect(readBy('phone')).toEqual(['column:shop/orders/lines[].sku']);
  expect(readBy('industry')).toEqual(['column:shop/orders/doc']);
});

test('search finds names before parts of names, and every word must fit somewhere', () => {
  const labels = (query: string) =>
    searchLineage(lineage, { query, kind: undefined, limit: 50 }).nodes.map(({ path }) => path);
  expect(labels('NAME').slice(0, 2)).toEqual(['Account / name', 'accounts / name']);
  expect(labels('accounts.csv mail')).toEqual(['CRM / accounts.csv / Mail']);
  expect(labels('no such thing')).toEqual([]);
  const bounded = searchLineage(lineage, { query: 'name', kind: 'column', limit: 1 });
  expect([bounded.nodes.length, bounded.total]).toEqual([1, 2]);
});
