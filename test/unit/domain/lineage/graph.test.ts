import fc from 'fast-check';
import { buildGraph } from '../../../../domain/lineage/build-graph.ts';
import { coverageOf, targetsOf } from '../../../../domain/lineage/coverage.ts';
import { countKey } from '../../../../domain/lineage/graph.ts';
import { agent, catalogues, mappingTo, rule, source, table } from './catalogues.ts';

const options = { counts: new Map<string, number>(), nodeLimit: 300, fieldLimit: 100 };

describe('any graph', () => {
  it('has both ends of every edge, in neighbouring layers, and every id once', () => {
    fc.assert(
      fc.property(catalogues, fc.integer({ min: 12, max: 60 }), (catalogue, nodeLimit) => {
        const { nodes, edges } = buildGraph(catalogue, { ...options, nodeLimit });
        const depths = new Map<string, number>(nodes.map(({ id, depth }) => [id, depth]));
        expect(depths.size).toBe(nodes.length);
        expect(new Set(edges.map(({ id }) => id)).size).toBe(edges.length);
        for (const edge of edges) {
          expect(depths.has(edge.source) && depths.has(edge.target)).toBe(true);
          expect((depths.get(edge.target) ?? 0) - (depths.get(edge.source) ?? 0)).toBe(1);
          expect(edge.kind).toBe(depths.get(edge.source) === 0 ? 'hierarchy' : 'dataflow');
        }
        for (const { parent } of nodes) expect(parent === null || depths.has(parent)).toBe(true);
      }),
    );
  });
});

const catalogue = {
  sources: [source('crm', { status: 'broken' })],
  tables: [
    table('crm', 'accounts.csv', {
      lost: ['Phone'],
      ticketId: 't',
      mappings: [
        { ...mappingTo('account', { name: rule('Name'), phone: rule('Phone') }), confidence: { name: 0.93 } },
        mappingTo('contact', { email: rule('Mail') }),
      ],
    }),
    table('crm', 'notes.csv'),
  ],
  agents: [agent('revops', 'account', 'name')],
};

test('layers, kinds, counts, confidence and status are told', () => {
  const counts = new Map([
    [countKey('crm', 'accounts.csv', 'account'), 7],
    [countKey('crm', 'accounts.csv', 'contact'), 5],
  ]);
  const { nodes, edges } = buildGraph(catalogue, { ...options, counts });
  const brief = nodes.map(({ id, depth, status, records }) => [id, depth, status, records]);
  expect(brief).toEqual([
    ['source:crm', 0, 'broken', null],
    ['table:crm/accounts.csv', 1, 'pending', 12],
    ['table:crm/notes.csv', 1, 'unmapped', null],
    ['entity:account', 2, 'ok', 7],
    ['entity:contact', 2, 'ok', 5],
    ['agent:revops', 3, 'ok', null],
  ]);
  const toAccount = edges.find(({ target }) => target === 'entity:account');
  expect(toAccount).toMatchObject({
    kind: 'dataflow',
    records: 7,
    confidence: 0.93,
    status: 'pending',
    field_count: 2,
  });
  expect(toAccount?.fields).toContainEqual({ from: ['Phone'], to: 'phone', confidence: null, pending: true });
  expect(edges.find(({ target }) => target === 'agent:revops')?.fields.map(({ to }) => to)).toEqual([
    'accounts.name',
  ]);
});

test('above the limit the tables of a source stand as one node, and lists of fields are cut, not their counts', () => {
  const many = Array.from({ length: 40 }, (_, at) =>
    table('crm', `t${String(at)}`, { mappings: [mappingTo('account', { name: rule('Name') })] }),
  );
  const { nodes, edges, grouped_sources } = buildGraph(
    { ...catalogue, tables: many },
    { ...options, nodeLimit: 30, fieldLimit: 3 },
  );
  expect(grouped_sources).toBe(1);
  expect(nodes.find(({ type }) => type === 'table')).toMatchObject({
    id: 'tables:crm',
    tables: 40,
    fields: 160,
  });
  expect(edges[0]).toMatchObject({ kind: 'hierarchy', field_count: 160 });
  expect(edges[0]?.fields).toHaveLength(3);
});

test('the tables of a source stand as one node where that is wished, and apart above the limit', () => {
  const mapped = { mappings: [mappingTo('account', { name: rule('Name') })] };
  const tables = ['crm', 'shop'].flatMap((slug) =>
    Array.from({ length: 8 }, (_, at) => table(slug, `t${String(at)}`, mapped)),
  );
  const two = { sources: [source('crm'), source('shop')], tables, agents: [] };
  const tableNodes = (more: Partial<Parameters<typeof buildGraph>[1]>) =>
    buildGraph(two, { ...options, ...more })
      .nodes.filter(({ type }) => type === 'table')
      .map(({ id }) => id);
  const apart = (slug: string) => Array.from({ length: 8 }, (_, at) => `table:${slug}/t${String(at)}`);
  expect(tableNodes({ collapsed: new Set(['crm']) })).toEqual(['tables:crm', ...apart('shop')]);
  expect(tableNodes({ nodeLimit: 20, expanded: new Set(['crm']) })).toEqual([...apart('crm'), 'tables:shop']);
  expect(tableNodes({ collapsed: new Set(['none']) })).toEqual([...apart('crm'), ...apart('shop')]);
});

test('a source that fails says why, and only then', () => {
  const reasons = (['active', 'broken', 'paused'] as const).map((status) => {
    const failing = source('crm', { status, reason: 'The folder is gone' });
    return buildGraph({ sources: [failing], tables: [], agents: [] }, options).nodes[0]?.reason;
  });
  expect(reasons).toEqual([null, 'The folder is gone', null]);
});

test('sources beyond the limit are left out whole, and counted', () => {
  const sources = Array.from({ length: 50 }, (_, at) => source(`s${String(at)}`));
  const graph = buildGraph({ sources, tables: [], agents: [] }, { ...options, nodeLimit: 30 });
  expect([graph.nodes.length, graph.left_out_sources]).toEqual([10, 40]);
});

test('coverage tells for every field which tables give it by which rule', () => {
  const account = coverageOf(catalogue).find(({ entity }) => entity === 'account');
  const supplies = (name: string) => account?.fields.find(({ field }) => field.name === name)?.supplies;
  expect(supplies('name')).toMatchObject([
    { object: 'accounts.csv', from: ['Name'], confidence: 0.93, pending: false },
  ]);
  expect(supplies('phone')).toMatchObject([{ pending: true }]);
  expect(supplies('industry')).toEqual([]);
  const [accounts] = catalogue.tables;
  if (accounts === undefined) throw new Error('no table');
  expect([...targetsOf(accounts)]).toEqual([
    ['Name', ['account.name']],
    ['Phone', ['account.phone']],
    ['Mail', ['contact.email']],
  ]);
});
