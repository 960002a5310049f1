/** Single records: counted, sampled, fetched, created, changed, deleted. */
import { Fault, isFault } from '../../domain/faults.ts';
import type { Json } from '../../domain/json.ts';
import type { SourceField, SourceObject } from '../../domain/schema/types.ts';
import type { RowBatch } from '../contract.ts';
import { cellOf } from './cell.ts';
import { plainDecimal } from './exact-numbers.ts';
import type { Objects } from './objects.ts';
import { queryOnce } from './pages.ts';
import type { Session } from './session.ts';
import { isSalesforceId, soqlId, soqlName } from './soql.ts';

type Values = Readonly<Record<string, Json>>;

const selectAll = (object: SourceObject): string => {
  const names = new Set(object.fields.map(({ name }) => name));
  const list = object.fields.map(({ name }) => soqlName(name, names)).join(', ');
  return `SELECT ${list} FROM ${soqlName(object.name, new Set([object.name]))}`;
};

const idOf = (key: readonly Json[]): string | null => {
  const [id] = key;
  return key.length === 1 && typeof id === 'string' && isSalesforceId(id) ? id : null;
};

/** A decimal as a JSON number where a double holds it exactly, else as text, which Salesforce reads as well. */
const sent = (field: SourceField, value: Json): Json => {
  if (field.type !== 'decimal' || typeof value !== 'string' || value.trim() === '') return value;
  const number = Number(value);
  return plainDecimal(String(number)) === plainDecimal(value) ? number : value;
};

/** The body of a write; a field that describe does not know is refused before anything is sent. */
const bodyOf = (object: SourceObject, values: Values): Record<string, Json> => {
  const fields = new Map(object.fields.map((field) => [field.name, field]));
  const pairs = Object.entries(values).map(([name, value]) => {
    const field = fields.get(name);
    if (field !== undefined) return [name, sent(field, value)] as const;
    const message = `${object.name} has no such field; discover the source again.`;
    throw new Fault(
      'validation_failed',
      `${object.name} has no field ${JSON.stringify(name.slice(0, 80))}.`,
      {
        errors: [{ pointer: name, code: 'unknown_field', message }],
      },
    );
  });
  return Object.fromEntries(pairs);
};

export class Records {
  readonly #session: Session;
  readonly #objects: Objects;

  constructor(session: Session, objects: Objects) {
    this.#session = session;
    this.#objects = objects;
  }

  async count({ name }: SourceObject): Promise<number> {
    const object = await this.#objects.get(name);
    const soql = `SELECT COUNT() FROM ${soqlName(object.name, new Set([name]))}`;
    const { totalSize } = await queryOnce(this.#session, soql, name, true);
    return totalSize;
  }

  async sample({ name }: SourceObject, limit: number): Promise<RowBatch> {
    const object = await this.#objects.get(name);
    const wanted = Math.min(2000, Math.max(1, Math.trunc(limit)));
    const soql = `${selectAll(object)} ORDER BY Id LIMIT ${wanted}`;
    const { records } = await queryOnce(this.#session, soql, name, true);
    const rows = records.map((record) => object.fields.map((field) => cellOf(field, record[field.name])));
    return { columns: object.fields.map((field) => field.name), rows, cursor: null };
  }

  async fetch({ name }: SourceObject, key: readonly Json[]): Promise<Values | null> {
    const object = await this.#objects.get(name);
    const id = idOf(key);
    if (id === null) return null;
    const soql = `${selectAll(object)} WHERE Id = ${soqlId(id)} LIMIT 1`;
    const { records } = await queryOnce(this.#session, soql, name, false);
    const [record] = records;
    if (record === undefined) return null;
    return Object.fromEntries(object.fields.map((field) => [field.name, cellOf(field, record[field.name])]));
  }

  async create({ name }: SourceObject, values: Values): Promise<readonly Json[]> {
    const object = await this.#objects.get(name);
    const body = bodyOf(object, values);
    const result = await this.#session.call((connection) => connection.sobject(name).create(body), {
      place: name,
    });
    if (result.success) return [result.id];
    throw new Fault(
      'validation_failed',
      `${name}: ${result.errors
        .map(({ message }) => message)
        .join(' ')
        .slice(0, 300)}`,
    );
  }

  async update({ name }: SourceObject, key: readonly Json[], values: Values): Promise<void> {
    const object = await this.#objects.get(name);
    const id = idOf(key);
    if (id === null)
      throw new Fault('not_found', `${name}: ${JSON.stringify(key).slice(0, 60)} is no Salesforce id.`);
    const body = { ...bodyOf(object, values), Id: id };
    await this.#session.call((connection) => connection.sobject(name).update(body), { place: name });
  }

  async delete({ name }: SourceObject, key: readonly Json[]): Promise<void> {
    await this.#objects.get(name);
    const id = idOf(key);
    if (id === null) return;
    try {
      await this.#session.call((connection) => connection.sobject(name).destroy(id), { place: name });
    } catch (error) {
      if (!isFault(error) || error.code !== 'not_found') throw error;
    }
  }
}
