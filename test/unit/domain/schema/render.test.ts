import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { diffSchemas } from '../../../../domain/schema/diff.ts';
import {
  fingerprint,
  fingerprintSchema,
  renderObject,
  renderSchema,
} from '../../../../domain/schema/render.ts';
import type { SourceObject } from '../../../../domain/schema/types.ts';
import { noisySchema, sourceObjects, sourceSchemas } from './arbitraries.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const accounts: SourceObject = {
  name: 'accounts',
  kind: 'table',
  fields: [
    { name: 'id', type: 'integer', nullable: false, nativeType: 'int8' },
    { name: 'stage', type: 'enum', nullable: true, values: ['won', 'lost'] },
  ],
  key: ['id'],
  changeFields: [],
  access: 'granted',
};
const withStage = (stage: Partial<SourceObject['fields'][number]>): SourceObject => ({
  ...accounts,
  fields: accounts.fields.map((field) => (field.name === 'stage' ? { ...field, ...stage } : field)),
});

describe('fingerprint', () => {
  it('stays for order, synonyms, comments and noise, and so does the diff', () => {
    fc.assert(
      fc.property(sourceSchemas, (schema) => {
        const again = noisySchema(schema);
        expect(fingerprintSchema(again, sha256)).toBe(fingerprintSchema(schema, sha256));
        expect(diffSchemas(schema, again)).toEqual([]);
      }),
    );
  });

  it('differs exactly when the diff is not empty', () => {
    fc.assert(
      fc.property(sourceObjects, sourceObjects, (one, other) => {
        const before = { objects: [one] };
        const after = { objects: [{ ...other, name: one.name }] };
        expect(diffSchemas(before, after).length === 0).toBe(renderSchema(before) === renderSchema(after));
      }),
    );
  });

  it.each([
    ['a type', withStage({ type: 'string' })],
    ['a listed value', withStage({ values: ['won', 'lost', 'open'] })],
    ['a declared nullability', withStage({ nullable: false })],
    ['the key', { ...accounts, key: [] }],
    ['access', { ...accounts, access: 'lost' as const }],
    ['a name', { ...accounts, name: 'Accounts' }],
  ])('differs for %s', (_, changed) => {
    expect(fingerprint(changed, sha256)).not.toBe(fingerprint(accounts, sha256));
  });

  it('carries its version', () => {
    expect(renderObject(accounts)).toBe(
      '{"v":1,"object":{"name":"accounts","access":"granted","key":["id"],"fields":[["id","integer",true,null],["stage","enum",false,["lost","won"]]]}}',
    );
  });
});
