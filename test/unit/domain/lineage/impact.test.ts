import fc from 'fast-check';
import { removalImpact, repairImpact } from '../../../../domain/lineage/impact.ts';
import { nodeId } from '../../../../domain/lineage/node-id.ts';
import { agent, catalogues, mappingTo, rule, source, table } from './catalogues.ts';

const required = { ...rule('Name'), required: true };
const accounts = table('crm', 'accounts.csv', {
  mappings: [mappingTo('account', { name: required, phone: rule('Phone'), domain: rule('Mail', 'Phone') })],
});
const catalogue = {
  sources: [source('crm'), source('shop')],
  tables: [
    accounts,
    table('shop', 'customers', { mappings: [mappingTo('account', { name: rule('Name') })] }),
    table('shop', 'notes'),
  ],
  agents: [agent('revops', 'account', 'phone', 'name'), agent('finops', 'cloud_cost', 'billed_cost')],
};
const column = (name: string) => nodeId.column('crm', 'accounts.csv', name);
const effects = (id: string) =>
  removalImpact(catalogue, id)?.fields.map(({ slug, field, effect }) => `${slug} ${field} ${effect}`);

test('a column that is read alone is lost, one of several makes its field thinner', () => {
  expect(effects(column('Phone'))).toEqual(['crm phone lost', 'crm domain thinner']);
  const impact = removalImpact(catalogue, column('Phone'));
  expect(impact?.tables).toEqual([]);
  expect(impact?.columns).toContainEqual({
    view: 'accounts',
    column: 'phone',
    effect: 'lost',
    suppliers_before: 1,
    suppliers_after: 0,
  });
  expect(impact?.agents).toEqual([
    { agent: 'revops', title: 'revops', columns: ['accounts.phone'], starved: true },
  ]);
});

test('where another source gives the field, the view keeps it', () => {
  const impact = removalImpact(catalogue, column('Name'));
  expect(impact?.columns).toMatchObject([{ column: 'name', effect: 'thinner', suppliers_after: 1 }]);
  expect(impact?.agents).toMatchObject([{ agent: 'revops', starved: false }]);
  expect(impact?.tables).toMatchObject([{ entity: 'account', before: 'read', after: 'parked' }]);
});

test('without its key a table is not read, so all of its fields are lost', () => {
  const impact = removalImpact(catalogue, column('Id'));
  expect(impact?.tables).toMatchObject([{ before: 'read', after: 'unread' }]);
  expect(effects(column('Id'))).toEqual(['crm name lost', 'crm phone lost', 'crm domain lost']);
  expect(effects(nodeId.table('crm', 'accounts.csv'))).toEqual(effects(column('Id')));
  expect(effects(nodeId.source('crm'))).toEqual(effects(column('Id')));
});

test('a rule, a column that nothing reads, and things that are not there', () => {
  expect(effects(nodeId.rule('crm', 'accounts.csv', 'account', 'phone'))).toEqual(['crm phone lost']);
  expect(effects(nodeId.column('shop', 'notes', 'Name'))).toEqual([]);
  expect(effects(column('Nothing'))).toBeUndefined();
  expect(effects('source:nowhere')).toBeUndefined();
  expect(effects('agent:revops')).toBeUndefined();
});

test('a repair gives back what its ticket has lost, and drops what it drops', () => {
  const lost = { ...accounts, lost: ['Phone', 'Name'], ticketId: 't' };
  const drifted = { ...catalogue, tables: [lost, ...catalogue.tables.slice(1)] };
  const after = mappingTo('account', {
    name: { ...required, from: ['Label'] },
    domain: rule('Mail'),
  }).mapping;
  const impact = repairImpact(drifted, lost, [{ entity: 'account', mapping: after, found: ['Label'] }]);
  expect(impact?.fields.map(({ field, effect }) => [field, effect])).toEqual([
    ['name', 'regained'],
    ['domain', 'changed'],
  ]);
  expect(impact?.tables).toMatchObject([{ before: 'parked', after: 'read' }]);
  const off = repairImpact(catalogue, accounts, [{ entity: 'account', mapping: null, found: [] }]);
  expect(off?.fields.map(({ effect }) => effect)).toEqual(['lost', 'lost', 'lost']);
  expect(repairImpact(catalogue, { slug: 'crm', stream: 'other' }, [])).toBeUndefined();
});

test('removing something never gives a field back, and an agent is named only for what it reads', () => {
  fc.assert(
    fc.property(catalogues, (any) => {
      for (const each of any.tables) {
        const ids = [
          nodeId.table(each.slug, each.stream),
          ...each.columns.map(({ name }) => nodeId.column(each.slug, each.stream, name)),
        ];
        for (const id of ids) {
          const impact = removalImpact(any, id);
          expect(impact).toBeDefined();
          for (const { effect } of impact?.fields ?? []) expect(['lost', 'thinner']).toContain(effect);
          const touched = new Set(impact?.columns.map(({ view, column: name }) => `${view}.${name}`));
          for (const { columns } of impact?.agents ?? [])
            for (const name of columns) expect(touched.has(name)).toBe(true);
        }
      }
    }),
    { numRuns: 50 },
  );
});
