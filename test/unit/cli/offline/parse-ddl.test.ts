import { parseDdl } from '../../../../cli/offline/parse-ddl.ts';

describe('parseDdl', () => {
  it('reads tables, types, keys and quoted names, and passes over the rest', () => {
    const tables = parseDdl(`
      SET client_encoding = 'UTF8'; -- CREATE TABLE not_this (id int);
      CREATE TABLE IF NOT EXISTS public."Order Lines" (
        id bigserial PRIMARY KEY, "unit ""price""" numeric(10, 2) NOT NULL DEFAULT 0,
        note text DEFAULT 'a, (b)', seen timestamp with time zone, tags text[],
        CONSTRAINT positive CHECK (id > 0)
      );
      CREATE TABLE customers (customer_id bpchar NOT NULL, region int);
      ALTER TABLE ONLY customers ADD CONSTRAINT pk_customers PRIMARY KEY (customer_id, region);`);
    expect(tables.map(({ name, key }) => [name, key])).toEqual([
      ['Order Lines', ['id']],
      ['customers', ['customer_id', 'region']],
    ]);
    expect(tables[0]?.fields.map(({ name, type, nullable }) => [name, type, nullable])).toEqual([
      ['id', 'integer', false],
      ['unit "price"', 'decimal', false],
      ['note', 'string', true],
      ['seen', 'timestamp', true],
      ['tags', 'array', true],
    ]);
    expect(tables[0]?.fields[3]?.zoned).toBe(true);
  });
});
