import fc from 'fast-check';
import { diffSchemas } from '../../../../domain/schema/diff.ts';
import type { SourceField, SourceObject, SourceSchema } from '../../../../domain/schema/types.ts';
import { sourceSchemas } from './arbitraries.ts';

const field = (name: string, more: Partial<SourceField> = {}): SourceField => ({
  name,
  type: 'string',
  nullable: true,
  ...more,
});
const table = (fields: readonly SourceField[], more: Partial<SourceObject> = {}): SourceObject => ({
  name: 'accounts',
  kind: 'table',
  fields,
  key: [],
  changeFields: [],
  access: 'granted',
  ...more,
});
const schema = (...objects: SourceObject[]): SourceSchema => ({ objects });
const mapped = new Map([['accounts', new Set(['name', 'amount'])]]);
const brief = (before: SourceObject, after: SourceObject) =>
  diffSchemas(schema(before), schema(after), { mapped }).map(({ kind, severity }) => `${kind} ${severity}`);

describe('a new column that is called like a path that is read', () => {
  const reads = new Map([['accounts', new Set(['site.x'])]]);
  const objectsOf = (names: readonly string[], kind: SourceObject['kind']) =>
    schema(
      table(
        names.map((name) => field(name)),
        { kind },
      ),
    );
  const found = (kind: SourceObject['kind'], before: readonly string[]) =>
    diffSchemas(objectsOf(before, kind), objectsOf([...before, 'site.x'], kind), { mapped: reads }).map(
      (change) => `${change.kind} ${change.severity}`,
    );

  it('is asked about where the path led into another column', () => {
    expect(found('table', ['id', 'site'])).toEqual(['added risky']);
    expect(found('table', ['id'])).toEqual(['added harmless']);
  });

  it('is what the path has always named where fields within columns are listed', () => {
    expect(found('collection', ['id', 'site'])).toEqual(['added harmless']);
  });
});

describe('diffSchemas', () => {
  it('is empty when the source is put back', () => {
    fc.assert(
      fc.property(sourceSchemas, (any) => {
        expect(diffSchemas(any, JSON.parse(JSON.stringify(any)) as SourceSchema)).toEqual([]);
      }),
    );
  });

  it('does not depend on order', () => {
    fc.assert(
      fc.property(sourceSchemas, sourceSchemas, (before, after) => {
        const turned = (one: SourceSchema): SourceSchema => ({
          objects: [...one.objects]
            .reverse()
            .map((each) => ({ ...each, fields: [...each.fields].reverse() })),
        });
        expect(diffSchemas(turned(before), turned(after))).toEqual(diffSchemas(before, after));
      }),
    );
  });

  it('grades a loss by what the mappings read', () => {
    const before = table([field('id'), field('name'), field('fax')], { key: ['id'] });
    expect(brief(before, table([field('id'), field('name')], { key: ['id'] }))).toEqual(['removed harmless']);
    expect(brief(before, table([field('id'), field('fax')], { key: ['id'] }))).toEqual(['removed breaking']);
    expect(brief(before, table([field('name'), field('fax')]))).toEqual([
      'key_change breaking',
      'removed breaking',
    ]);
  });

  it('grades a retyping by whether the old values still fit', () => {
    const amount = (type: SourceField['type']) => table([field('amount', { type })]);
    expect(brief(amount('integer'), amount('decimal'))).toEqual(['retyped risky']);
    expect(brief(amount('decimal'), amount('string'))).toEqual(['retyped breaking']);
    expect(brief(amount('null'), amount('string'))).toEqual(['retyped harmless']);
  });

  it('reports listed values and declared nullability', () => {
    const before = table([field('name', { type: 'enum', values: ['a', 'b'], nullable: false })]);
    const after = table([field('name', { type: 'enum', values: ['b', 'c'], nullable: true })]);
    expect(brief(before, after)).toEqual([
      'nullability risky',
      'values_removed harmless',
      'values_added risky',
    ]);
  });

  it('never takes lost access for a removed object', () => {
    const before = table([field('name')]);
    const lost = table([], { access: 'lost' });
    expect(brief(before, lost)).toEqual(['access_lost breaking']);
    expect(brief(lost, before)).toEqual(['access_restored harmless']);
    expect(brief(lost, table([], { access: 'lost', key: ['x'] }))).toEqual([]);
    expect(diffSchemas(schema(before), schema(), { mapped })[0]?.kind).toBe('object_removed');
    expect(diffSchemas(schema(), schema(before), { mapped })[0]?.kind).toBe('object_added');
  });

  it('names a rename with its confidence and reasons, and a renamed key as no change of key', () => {
    const before = table([field('acct_id'), field('name')], { key: ['acct_id'] });
    const after = table([field('account_id'), field('name')], { key: ['account_id'] });
    const changes = diffSchemas(schema(before), schema(after), { mapped });
    expect(changes).toMatchObject([
      { kind: 'renamed', severity: 'breaking', field: 'acct_id', to: 'account_id' },
    ]);
    expect(changes[0]).toHaveProperty('reasons.0.signal');
  });

  it('keeps a doubtful rename as a removal with its candidate', () => {
    const before = table([field('aspect_id'), field('name')]);
    const after = table([field('invoice_id'), field('name')]);
    const changes = diffSchemas(schema(before), schema(after), { mapped });
    expect(changes.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(changes[0]).toHaveProperty('candidates.0.to', 'invoice_id');
  });

  it('knows a renamed object by its fields', () => {
    const fields = [field('id'), field('name'), field('amount'), field('city')];
    const changes = diffSchemas(schema(table(fields)), schema(table(fields, { name: 'companies' })), {
      mapped,
    });
    expect(changes).toMatchObject([{ kind: 'object_renamed', object: 'accounts', to: 'companies' }]);
  });
});
