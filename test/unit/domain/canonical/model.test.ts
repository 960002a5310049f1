import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { canonicalEntities } from '../../../../domain/canonical/canonical-entities.ts';
import { eventDataSchemas } from '../../../../domain/canonical/event-data.schema.ts';
import { ontology } from '../../../../domain/canonical/ontology.ts';
import { mappingJsonSchema } from '../../../../domain/mapping/json-schema.ts';
import { transformSpecs } from '../../../../domain/mapping/transform-table.ts';

const root = join(import.meta.dirname, '../../../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const rewrite = 'run: node scripts/write-mapping-files.ts';

describe('the canonical model', () => {
  test.each(Object.values(canonicalEntities))('$name is consistent in itself', (entity) => {
    const names = entity.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...entity.required.flat(), ...Object.values(entity.aliases)])
      expect(names).toContain(name);
    for (const alias of Object.keys(entity.aliases)) expect(names).not.toContain(alias);
    for (const field of entity.fields) {
      expect(field.name).toMatch(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/);
      expect(field.description).toMatch(/\.$/);
      if (field.money !== null) expect(names).toContain(field.money);
    }
  });

  test('has every column of FOCUS 1.0 and 1.1 and those of the 1.2 examples', () => {
    const names = canonicalEntities.cloud_cost.fields.map(({ name }) => name);
    expect(names).toHaveLength(57);
    for (const name of ['billed_cost', 'sku_price_details', 'capacity_reservation_id', 'sub_account_type']) {
      expect(names).toContain(name);
    }
  });

  test('has zod schemas that take canonical values alone', () => {
    const { account, opportunity } = eventDataSchemas;
    expect(
      account.safeParse({ name: 'n', annual_revenue: '1.5', billing_country: 'DE', phone: null }).success,
    ).toBe(true);
    const wrong = [
      { name: 'n', annual_revenue: 1.5 },
      { name: 'n', annual_revenue: '1.50' },
      { name: 'n', billing_country: 'Germany' },
      { name: 'n', created_at: '2024-01-01T00:00:00+00:00' },
      { name: 'n', nope: 1 },
      { name: 'n', employee_count: 1.5 },
    ];
    for (const data of wrong) expect(account.safeParse(data).success).toBe(false);
    expect(opportunity.safeParse({ probability: '1.1' }).success).toBe(false);
    const shape = opportunity.shape as Readonly<Record<string, { readonly description?: string }>>;
    expect(shape['amount']?.description).toContain('currency in currency');
  });
});

describe('the files that are written from the model', () => {
  test(`are fresh (${rewrite})`, () => {
    expect(parse(text('mappings/ontology.yaml'))).toEqual(ontology());
    expect(JSON.parse(text('mappings/mapping.schema.json'))).toEqual(mappingJsonSchema());
    const page = text('docs/canonical-model.md');
    for (const { fields } of Object.values(canonicalEntities)) {
      for (const { name } of fields) expect(page).toContain(`\`${name}\``);
    }
    const language = text('docs/mapping-language.md');
    for (const { name, summary } of transformSpecs) {
      expect(language).toContain(`### ${name.replaceAll('_', '_')}`);
      expect(language.replaceAll('\n', ' ')).toContain(summary);
    }
  });

  test('the JSON Schema takes every default mapping, and refuses what the parser refuses', () => {
    const validate = new Ajv2020({ strict: false }).compile(mappingJsonSchema() as object);
    const files = readdirSync(join(root, 'mappings'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /[/\\].*\.yaml$/.test(file),
    );
    expect(files.length).toBeGreaterThan(25);
    for (const file of files) {
      const valid = validate(parse(text(join('mappings', file))));
      expect([file, valid, validate.errors?.[0]]).toEqual([file, true, undefined]);
    }
    const head = { system: 's', object: 'o', entity: 'account', version: 1, key: 'Id' };
    expect(validate({ ...head, fields: { account_name: 'N' } })).toBe(true);
    const wrong = [
      { ...head, fields: { nope: 'N' } },
      { ...head, fields: { name: { from: 'N', transform: ['nope'] } } },
      { ...head, fields: { name: { from: 'N', transform: [{ round: 'x' }] } } },
      { ...head, fields: { name: { from: 'N', transform: ['scale'] } } },
      { ...head, version: 0, fields: { name: 'N' } },
      { ...head, fields: { name: 'N' }, more: 1 },
    ];
    for (const mapping of wrong) expect(validate(mapping)).toBe(false);
  });
});
